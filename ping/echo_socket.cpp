#include "ping/echo_socket.h"

#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/net_tstamp.h>
#include <netinet/icmp6.h>

#include <cstring>

#include "common/parse/icmp.h"
#include "common/sys/sockaddr.h"
#include "common/sys/syscall.h"

namespace nd::ping {
namespace {

constexpr std::size_t kControlSize = 1024;

int to_protocol(Family family) { return family == Family::kIpv6 ? int{IPPROTO_ICMPV6} : int{IPPROTO_ICMP}; }

UniqueFd open_socket(Family family, int type) {
  return UniqueFd(::socket(to_af(family), type | SOCK_CLOEXEC | SOCK_NONBLOCK, to_protocol(family)));
}

WallTime to_wall(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::size_t data_size(const cmsghdr& message) { return message.cmsg_len - CMSG_LEN(0); }

// Zeros where the kernel sent less.
template <typename T>
T data_of(const cmsghdr& message) {
  T value{};
  if (data_size(message) >= sizeof value) std::memcpy(&value, CMSG_DATA(&message), sizeof value);
  return value;
}

template <typename F>
void for_each_control(msghdr& message, F&& f) {
  for (cmsghdr* at = CMSG_FIRSTHDR(&message); at != nullptr; at = CMSG_NXTHDR(&message, at)) f(*at);
}

bool is(const cmsghdr& message, int level, int type) {
  return message.cmsg_level == level && message.cmsg_type == type;
}

void read_control(const cmsghdr& message, Received& into) {
  if (is(message, SOL_SOCKET, SCM_TIMESTAMPING)) {
    const auto stamps = data_of<scm_timestamping>(message);
    into.stamp = to_wall(stamps.ts[0]);
    into.hardware = to_wall(stamps.ts[2]);
  } else if (is(message, SOL_SOCKET, SCM_TIMESTAMPNS)) {
    into.stamp = to_wall(data_of<timespec>(message));
  } else if (is(message, SOL_IP, IP_TTL) || is(message, SOL_IPV6, IPV6_HOPLIMIT)) {
    into.ttl = static_cast<std::uint8_t>(data_of<int>(message));
  } else if (is(message, SOL_IP, IP_RETOPTS)) {
    into.ip_options = Bytes(CMSG_DATA(&message), data_size(message));
  } else if (is(message, SOL_IP, IP_PKTINFO)) {
    into.interface = data_of<in_pktinfo>(message).ipi_ifindex;
  } else if (is(message, SOL_IPV6, IPV6_PKTINFO)) {
    into.interface = static_cast<int>(data_of<in6_pktinfo>(message).ipi6_ifindex);
  }
}

QueuedError::Origin to_origin(std::uint8_t origin) {
  switch (origin) {
    case SO_EE_ORIGIN_TIMESTAMPING:
      return QueuedError::Origin::kStamp;
    case SO_EE_ORIGIN_ICMP:
    case SO_EE_ORIGIN_ICMP6:
      return QueuedError::Origin::kIcmp;
    case SO_EE_ORIGIN_LOCAL:
      return QueuedError::Origin::kLocal;
    default:
      return QueuedError::Origin::kOther;
  }
}

void read_extended_error(const cmsghdr& message, QueuedError& into) {
  const auto error = data_of<sock_extended_err>(message);
  into.origin = to_origin(error.ee_origin);
  into.stamp_key = error.ee_data;
  into.code = static_cast<int>(error.ee_errno);
  into.icmp_type = error.ee_type;
  into.icmp_code = error.ee_code;
  into.info = error.ee_info;
  if (data_size(message) > sizeof error) {  // SO_EE_OFFENDER: an address behind the struct
    sockaddr_storage offender{};
    const std::size_t size = std::min(sizeof offender, data_size(message) - sizeof error);
    std::memcpy(&offender, CMSG_DATA(&message) + sizeof error, size);
    into.offender = to_endpoint(reinterpret_cast<const sockaddr*>(&offender), size).address;
  }
}

Error no_permission(int code) {
  return {.code = code,
          .call = "socket",
          .object = "socket",
          .reason = {},
          .remedy = "give it cap_net_raw, or allow your group in net.ipv4.ping_group_range"};
}

}  // namespace

EchoSocket::EchoSocket(UniqueFd fd, Family family, bool raw)
    : fd_(std::move(fd)),
      family_(family),
      raw_(raw),
      buffer_(new std::uint8_t[kLargest]),
      control_(new std::uint8_t[kControlSize]) {}

Result<EchoSocket> EchoSocket::open(Family family, bool raw_only) {
  UniqueFd raw = open_socket(family, SOCK_RAW);
  if (raw) return EchoSocket(std::move(raw), family, true);
  if (errno != EPERM && errno != EACCES) return system_failure("socket", "socket");
  if (!raw_only) {
    UniqueFd datagram = open_socket(family, SOCK_DGRAM);
    if (datagram) return EchoSocket(std::move(datagram), family, false);
  }
  return tl::unexpected(no_permission(EPERM));
}

Status EchoSocket::enable_receive_stamps() {
  const int on = 1;
  if (::setsockopt(fd_.get(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) < 0) {
    return system_failure("setsockopt", "SO_TIMESTAMPNS");
  }
  return {};
}

Status EchoSocket::enable_stamps(bool transmit, bool hardware) {
  const int receive = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE;
  const int device = hardware ? SOF_TIMESTAMPING_RX_HARDWARE | SOF_TIMESTAMPING_TX_HARDWARE |
                                    SOF_TIMESTAMPING_RAW_HARDWARE | SOF_TIMESTAMPING_OPT_TX_SWHW
                              : 0;
  const int flags = transmit
                        ? receive | SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY
                        : receive;
  const int all = flags | device;
  if (::setsockopt(fd_.get(), SOL_SOCKET, SO_TIMESTAMPING, &all, sizeof all) < 0) {
    return system_failure("setsockopt", "SO_TIMESTAMPING");
  }
  return {};
}

Status EchoSocket::tell_interface() {
  const bool v4 = family_ == Family::kIpv4;
  const int on = 1;
  if (::setsockopt(fd_.get(), v4 ? SOL_IP : SOL_IPV6, v4 ? IP_PKTINFO : IPV6_RECVPKTINFO, &on, sizeof on) < 0) {
    return system_failure("setsockopt", "PKTINFO");
  }
  return {};
}

Status EchoSocket::filter_ident(std::uint16_t ident) {
  // IPv4 raw sockets filter from the IP header on, IPv6 ones from the ICMPv6 header on.
  const std::uint32_t reply =
      family_ == Family::kIpv4 ? std::uint32_t{icmp4::kEchoReply} : std::uint32_t{icmp6::kEchoReply};
  sock_filter code[] = {
      BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),    // X = length of the IP header
      BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0),     // the ICMP type
      BPF_JUMP(BPF_JMP | BPF_JEQ, reply, 0, 2),  // not a reply: pass
      BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),     // the identifier
      BPF_JUMP(BPF_JMP | BPF_JEQ, ident, 0, 1), BPF_STMT(BPF_RET | BPF_K, ~0U), BPF_STMT(BPF_RET | BPF_K, 0),
  };
  if (family_ == Family::kIpv6) code[0] = BPF_STMT(BPF_LDX | BPF_IMM, 0);
  sock_fprog program{.len = sizeof code / sizeof code[0], .filter = code};
  if (::setsockopt(fd_.get(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0) {
    return system_failure("setsockopt", "SO_ATTACH_FILTER");
  }
  return {};
}

Result<std::uint16_t> EchoSocket::bound_ident() const {
  SocketAddress self;
  self.length = sizeof self.storage;
  if (::getsockname(fd_.get(), self.get(), &self.length) < 0) return system_failure("getsockname", "socket");
  return to_endpoint(self.get(), self.length).port;
}

Status EchoSocket::send(Bytes message, const SocketAddress& to) {
  const ssize_t n =
      retry_eintr([&] { return ::sendto(fd_.get(), message.data(), message.size(), 0, to.get(), to.length); });
  if (n < 0) return system_failure("sendto", "sendmsg");
  return {};
}

Result<Received> EchoSocket::receive() {
  SocketAddress from;
  iovec block{.iov_base = buffer_.get(), .iov_len = kLargest};
  msghdr message{};
  message.msg_name = from.get();
  message.msg_namelen = sizeof from.storage;
  message.msg_iov = &block;
  message.msg_iovlen = 1;
  message.msg_control = control_.get();
  message.msg_controllen = kControlSize;
  const ssize_t n = retry_eintr([&] { return ::recvmsg(fd_.get(), &message, MSG_DONTWAIT); });
  if (n < 0) return system_failure("recvmsg", "recvmsg");
  Received received;
  received.datagram = Bytes(buffer_.get(), static_cast<std::size_t>(n));
  received.from = to_endpoint(from.get(), message.msg_namelen).address;
  for_each_control(message, [&](const cmsghdr& control) { read_control(control, received); });
  return received;
}

Result<QueuedError> EchoSocket::receive_error() {
  SocketAddress target;
  iovec block{.iov_base = buffer_.get(), .iov_len = kLargest};
  msghdr message{};
  message.msg_name = target.get();
  message.msg_namelen = sizeof target.storage;
  message.msg_iov = &block;
  message.msg_iovlen = 1;
  message.msg_control = control_.get();
  message.msg_controllen = kControlSize;
  const ssize_t n = retry_eintr([&] { return ::recvmsg(fd_.get(), &message, MSG_DONTWAIT | MSG_ERRQUEUE); });
  if (n < 0) return system_failure("recvmsg", "recvmsg");
  QueuedError error;
  error.quoted = Bytes(buffer_.get(), static_cast<std::size_t>(n));
  error.target = to_endpoint(target.get(), message.msg_namelen).address;
  for_each_control(message, [&](const cmsghdr& control) {
    if (is(control, SOL_IP, IP_RECVERR) || is(control, SOL_IPV6, IPV6_RECVERR)) read_extended_error(control, error);
    if (is(control, SOL_SOCKET, SCM_TIMESTAMPING)) {
      const auto stamps = data_of<scm_timestamping>(control);
      error.stamp = to_wall(stamps.ts[0]);
      error.hardware = to_wall(stamps.ts[2]);
    }
  });
  return error;
}

}  // namespace nd::ping
