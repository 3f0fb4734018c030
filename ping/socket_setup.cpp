#include "ping/socket_setup.h"

#include <net/if.h>  // ahead of linux/if.h, which it makes keep quiet

#include <linux/icmp.h>
#include <netinet/icmp6.h>

#include <cstring>

#include "common/parse/address.h"
#include "common/parse/icmp.h"

namespace nd::ping {
namespace {

using Done = tl::expected<void, Refusal>;

constexpr int kFailed = 2;
constexpr std::uint16_t kAnyPort = 1025;

tl::unexpected<Refusal> refuse(std::string message) { return tl::unexpected(Refusal{kFailed, std::move(message)}); }
tl::unexpected<Refusal> refuse_errno(const std::string& what) { return refuse(what + ": " + std::strerror(errno)); }

// Sets options one after the other and keeps the first failure.
class Setter {
 public:
  explicit Setter(int fd) : fd_(fd) {}
  template <typename T>
  Setter& set(int level, int name, const T& value, const char* what) {
    if (!failed_ && ::setsockopt(fd_, level, name, &value, sizeof value) < 0) fail(what);
    return *this;
  }
  Setter& set_text(int level, int name, const std::string& value, const std::string& what) {
    if (!failed_ && ::setsockopt(fd_, level, name, value.c_str(), static_cast<socklen_t>(value.size() + 1)) < 0) {
      fail(what);
    }
    return *this;
  }
  Done done() const { return failed_ ? Done(tl::unexpected(*failed_)) : Done{}; }

 private:
  void fail(const std::string& what) { failed_ = refuse_errno(what).value(); }
  int fd_;
  std::optional<Refusal> failed_;
};

void set_common(Setter& setter, const Options& options, const Binding& binding) {
  if (!binding.device.empty()) {
    setter.set_text(SOL_SOCKET, SO_BINDTODEVICE, binding.device, "SO_BINDTODEVICE " + binding.device);
  }
  if (options.mark) setter.set(SOL_SOCKET, SO_MARK, *options.mark, "cannot set the mark");
  if (options.broadcast) setter.set(SOL_SOCKET, SO_BROADCAST, 1, "cannot set broadcasting");
}

void set_ipv4_probe(Setter& setter, const Options& options) {
  if (options.tos) setter.set(SOL_IP, IP_TOS, *options.tos, "cannot set the type of service");
}

void set_ipv4(Setter& setter, const EchoSocket& socket, const Options& options) {
  set_ipv4_probe(setter, options);
  if (options.mtu_discovery) {
    setter.set(SOL_IP, IP_MTU_DISCOVER, static_cast<int>(*options.mtu_discovery), "IP_MTU_DISCOVER");
  }
  setter.set(SOL_IP, IP_RECVERR, 1, "IP_RECVERR");
  if (socket.raw()) {
    constexpr std::uint32_t kWanted = 1U << icmp4::kEchoReply | 1U << icmp4::kUnreachable | 1U << icmp4::kSourceQuench |
                                      1U << icmp4::kRedirect | 1U << icmp4::kTimeExceeded |
                                      1U << icmp4::kParameterProblem;
    setter.set(SOL_RAW, ICMP_FILTER, ~kWanted, "ICMP_FILTER");
  } else {
    setter.set(SOL_IP, IP_RECVTTL, 1, "IP_RECVTTL").set(SOL_IP, IP_RETOPTS, 1, "IP_RETOPTS");
  }
  if (options.no_multicast_loop) setter.set(SOL_IP, IP_MULTICAST_LOOP, 0, "cannot disable multicast loopback");
  if (options.ttl) {
    setter.set(SOL_IP, IP_MULTICAST_TTL, *options.ttl, "cannot set multicast time-to-live");
    setter.set(SOL_IP, IP_TTL, *options.ttl, "cannot set unicast time-to-live");
  }
}

void set_ipv6(Setter& setter, const EchoSocket& socket, const Options& options) {
  if (options.tos) setter.set(SOL_IPV6, IPV6_TCLASS, *options.tos, "setsockopt(IPV6_TCLASS)");
  if (options.mtu_discovery) {
    setter.set(SOL_IPV6, IPV6_MTU_DISCOVER, static_cast<int>(*options.mtu_discovery), "IPV6_MTU_DISCOVER");
  }
  setter.set(SOL_IPV6, IPV6_RECVERR, 1, "IPV6_RECVERR");
  if (socket.raw()) {
    icmp6_filter filter;
    ICMP6_FILTER_SETBLOCKALL(&filter);
    for (const int type :
         {ICMP6_ECHO_REPLY, ICMP6_DST_UNREACH, ICMP6_PACKET_TOO_BIG, ICMP6_TIME_EXCEEDED, ICMP6_PARAM_PROB}) {
      ICMP6_FILTER_SETPASS(type, &filter);
    }
    setter.set(SOL_ICMPV6, ICMP6_FILTER, filter, "setsockopt(ICMP6_FILTER)");
  }
  setter.set(SOL_IPV6, IPV6_RECVHOPLIMIT, 1, "can't receive hop limit");
  if (options.no_multicast_loop) setter.set(SOL_IPV6, IPV6_MULTICAST_LOOP, 0, "can't disable multicast loopback");
  if (options.ttl) {
    setter.set(SOL_IPV6, IPV6_MULTICAST_HOPS, *options.ttl, "can't set multicast hop limit");
    setter.set(SOL_IPV6, IPV6_UNICAST_HOPS, *options.ttl, "can't set unicast hop limit");
  }
}

// A port of an ICMP datagram socket is its identifier.
Done bind_to(const EchoSocket& socket, const Options& options, const Binding& binding, const IpAddress& source) {
  const bool fixed_source = bool(binding.source) || options.sticky_source;
  const bool fixed_ident = options.ident && !socket.raw();
  if (!fixed_source && !fixed_ident) return {};
  const IpAddress any =
      socket.family() == Family::kIpv4 ? IpAddress::v4(0, 0, 0, 0) : IpAddress::v6(std::array<std::uint8_t, 16>{});
  const SocketAddress self = to_socket_address(fixed_source ? source : any, fixed_ident ? *options.ident : 0);
  if (::bind(socket.fd(), self.get(), self.length) < 0) {
    return refuse_errno(socket.family() == Family::kIpv4 ? "bind" : "bind icmp socket");
  }
  return {};
}

Refusal route_refusal(const Options& options, const IpAddress& target) {
  if (errno == EACCES && target.is_v4() && !options.broadcast) {
    return {kFailed, "Do you want to ping broadcast? Then -b. If not, check your local firewall rules", true};
  }
  Refusal refusal = refuse_errno("connect").value();
  refusal.no_route = true;
  return refusal;
}

}  // namespace

tl::expected<Binding, Refusal> parse_binding(const Options& options) {
  Binding binding;
  for (const std::string& text : options.bind_to) {
    const auto address = parse_scoped_address(text);
    if (!address) {
      binding.device = text;
    } else if (address->scope.empty() || address->address.scope() != 0) {
      binding.source = address->address;
    } else {
      binding.source = with_scope(address->address, ::if_nametoindex(std::string(address->scope).c_str()));
    }
  }
  return binding;
}

tl::expected<IpAddress, Refusal> choose_source(const Options& options, const Binding& binding,
                                               const IpAddress& target) {
  const UniqueFd probe(::socket(target.is_v4() ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!probe) return refuse_errno("socket");
  Setter setter(probe.get());
  set_common(setter, options, binding);
  if (target.is_v4()) set_ipv4_probe(setter, options);
  if (const Done done = setter.done(); !done) return tl::unexpected(done.error());
  if (binding.source.family() == target.family()) {
    const SocketAddress self = to_socket_address(binding.source);
    if (::bind(probe.get(), self.get(), self.length) < 0) return refuse_errno("bind");
  }
  const SocketAddress to = to_socket_address(target, kAnyPort);
  if (::connect(probe.get(), to.get(), to.length) < 0) return tl::unexpected(route_refusal(options, target));
  SocketAddress self;
  self.length = sizeof self.storage;
  if (::getsockname(probe.get(), self.get(), &self.length) < 0) return refuse_errno("getsockname");
  return to_endpoint(self.get(), self.length).address;
}

Done configure(EchoSocket& socket, const Options& options, const Binding& binding, const IpAddress& source,
               const IpAddress& target) {
  Setter setter(socket.fd());
  set_common(setter, options, binding);
  if (socket.family() == Family::kIpv4) {
    set_ipv4(setter, socket, options);
  } else {
    set_ipv6(setter, socket, options);
  }
  if (options.debug) setter.set(SOL_SOCKET, SO_DEBUG, 1, "SO_DEBUG");
  if (options.dont_route) setter.set(SOL_SOCKET, SO_DONTROUTE, 1, "SO_DONTROUTE");
  if (options.send_buffer > 0) setter.set(SOL_SOCKET, SO_SNDBUF, options.send_buffer, "SO_SNDBUF");
  if (const Done done = setter.done(); !done) return done;
  if (const Done done = bind_to(socket, options, binding, source); !done) return done;
  if (options.connect) {
    const SocketAddress to = to_socket_address(target, 0);
    if (::connect(socket.fd(), to.get(), to.length) < 0) return refuse_errno("connect");
  }
  return {};
}

}  // namespace nd::ping
