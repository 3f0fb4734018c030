// How the sockets of a sweep are opened and told what its probes look like and which way they go.
#include <net/if.h>  // ahead of linux/if.h, which it makes keep quiet

#include <linux/icmp.h>
#include <linux/net_tstamp.h>
#include <netinet/icmp6.h>

#include <initializer_list>

#include "common/sys/syscall.h"
#include "ping/sweep_socket.h"

namespace nd::ping {
namespace {

constexpr int kReceiveRoom = 32 << 20;
constexpr int kSendRoom = 4 << 20;

UniqueFd open_raw(Family family) {
  const bool v4 = family == Family::kIpv4;
  return UniqueFd(::socket(v4 ? AF_INET : AF_INET6, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
                           v4 ? int{IPPROTO_ICMP} : int{IPPROTO_ICMPV6}));
}

void pass_only(int fd, Family family, std::initializer_list<int> types) {
  if (family == Family::kIpv4) {
    std::uint32_t blocked = ~0U;
    for (const int type : types) blocked &= ~(1U << type);
    ::setsockopt(fd, SOL_RAW, ICMP_FILTER, &blocked, sizeof blocked);
    return;
  }
  icmp6_filter filter;
  ICMP6_FILTER_SETBLOCKALL(&filter);
  for (const int type : types) ICMP6_FILTER_SETPASS(type, &filter);
  ::setsockopt(fd, SOL_ICMPV6, ICMP6_FILTER, &filter, sizeof filter);
}

// `forced` passes the administrator's limit and needs a privilege; what is granted without it will have to do.
void make_room(const UniqueFd& fd, int forced, int polite, int bytes) {
  if (::setsockopt(fd.get(), SOL_SOCKET, forced, &bytes, sizeof bytes) < 0) {
    ::setsockopt(fd.get(), SOL_SOCKET, polite, &bytes, sizeof bytes);
  }
}

template <typename T>
Status set(const UniqueFd& fd, int level, int name, const T& value, const std::string& object) {
  if (::setsockopt(fd.get(), level, name, &value, sizeof value) < 0) return system_failure("setsockopt", object);
  return {};
}

Status set_way(const UniqueFd& out, Family family, const SweepShape& shape) {
  if (shape.device) {
    const auto size = static_cast<socklen_t>(shape.device->size() + 1);
    if (::setsockopt(out.get(), SOL_SOCKET, SO_BINDTODEVICE, shape.device->c_str(), size) < 0) {
      return system_failure("setsockopt", "SO_BINDTODEVICE " + *shape.device);
    }
  }
  if (shape.source.family() != family) return {};
  const SocketAddress self = to_socket_address(shape.source);
  if (::bind(out.get(), self.get(), self.length) < 0) return system_failure("bind", "bind");
  return {};
}

Status shape_probes(const UniqueFd& out, Family family, const SweepShape& shape) {
  const bool v4 = family == Family::kIpv4;
  Status done;
  if (shape.ttl) {
    done = v4 ? set(out, SOL_IP, IP_TTL, *shape.ttl, "cannot set unicast time-to-live")
              : set(out, SOL_IPV6, IPV6_UNICAST_HOPS, *shape.ttl, "can't set unicast hop limit");
  }
  if (done && shape.tos) {
    done = v4 ? set(out, SOL_IP, IP_TOS, *shape.tos, "setsockopt")
              : set(out, SOL_IPV6, IPV6_TCLASS, *shape.tos, "setsockopt");
  }
  if (done && shape.mark) done = set(out, SOL_SOCKET, SO_MARK, *shape.mark, "cannot set the mark");
  return done ? set_way(out, family, shape) : done;
}

// The probe itself comes back with the stamp of its leaving, so that it names itself: counting them would go wrong
// where one cannot be sent. A kernel that gives no such stamps is no failure.
Status ask_for_stamps(const UniqueFd& in, const UniqueFd& out) {
  static_cast<void>(set(out, SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_TX_SOFTWARE,
                        "SO_TIMESTAMPING"));
  make_room(out, SO_RCVBUFFORCE, SO_RCVBUF, kReceiveRoom);
  return set(in, SOL_SOCKET, SO_TIMESTAMPNS, 1, "SO_TIMESTAMPNS");
}

}  // namespace

Result<std::unique_ptr<SweepSocket>> SweepSocket::open(Family family, const SweepShape& shape) {
  UniqueFd in = open_raw(family);
  UniqueFd out = in ? open_raw(family) : UniqueFd();
  if (!out) {
    Failure failure = system_failure("socket", "socket");
    failure.value().remedy = "a sweep needs cap_net_raw";
    return failure;
  }
  pass_only(out.get(), family, {});
  if (family == Family::kIpv4) {
    pass_only(in.get(), family, {icmp4::kEchoReply, icmp4::kUnreachable, icmp4::kTimeExceeded});
  } else {
    pass_only(in.get(), family, {icmp6::kEchoReply, icmp6::kUnreachable, icmp6::kTimeExceeded});
  }
  make_room(in, SO_RCVBUFFORCE, SO_RCVBUF, kReceiveRoom);
  // Packets that wait for a MAC are charged to the sender, for seconds where nobody answers.
  make_room(out, SO_SNDBUFFORCE, SO_SNDBUF, kSendRoom);
  if (const Status done = shape_probes(out, family, shape); !done) return tl::unexpected(done.error());
  if (shape.stamps) {
    if (const Status done = ask_for_stamps(in, out); !done) return tl::unexpected(done.error());
  }
  return std::unique_ptr<SweepSocket>(new SweepSocket(family, shape, std::move(in), std::move(out)));
}

}  // namespace nd::ping
