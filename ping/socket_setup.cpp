#include "ping/socket_setup.h"

#include <net/if.h>  // ahead of linux/if.h, which it makes keep quiet

#include <linux/icmp.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>
#include <netinet/icmp6.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "common/parse/address.h"
#include "common/parse/icmp.h"
#include "common/sys/output.h"
#include "common/sys/rtnetlink.h"
#include "ping/target.h"

namespace nd::ping {
namespace {

using Done = tl::expected<void, Refusal>;

constexpr int kFailed = 2;
constexpr std::uint16_t kAnyPort = 1025;

tl::unexpected<Refusal> refuse(std::string message) { return tl::unexpected(Refusal{kFailed, std::move(message)}); }
tl::unexpected<Refusal> refuse_errno(const std::string& what) {
  const int error = errno;
  auto refused = refuse(what + ": " + std::strerror(error));
  refused.value().code = refusal_code(error);
  return refused;
}

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

// What decides upon the way.
void set_route(Setter& setter, const Binding& binding) {
  if (binding.device) {
    setter.set_text(SOL_SOCKET, SO_BINDTODEVICE, *binding.device, "SO_BINDTODEVICE " + *binding.device);
  }
}

// A user may not mark packets or debug sockets: with the peer that is a warning and nothing.
void set_privileged(int fd, const Options& options) {
  if (options.mark && ::setsockopt(fd, SOL_SOCKET, SO_MARK, &*options.mark, sizeof *options.mark) < 0) {
    complain("myping", "WARNING: failed to set mark: " + std::to_string(*options.mark) + ": " +
                           std::string(std::strerror(errno)));
  }
  const int on = 1;
  if (options.debug) static_cast<void>(::setsockopt(fd, SOL_SOCKET, SO_DEBUG, &on, sizeof on));
}

void set_common(Setter& setter, const Options& options, const Binding& binding) {
  set_route(setter, binding);
  if (options.broadcast) setter.set(SOL_SOCKET, SO_BROADCAST, 1, "cannot set broadcasting");
}

void set_ipv4_probe(Setter& setter, const Options& options) {
  if (options.tos) setter.set(SOL_IP, IP_TOS, *options.tos, "setsockopt");
}

void set_ipv4(Setter& setter, const EchoSocket& socket, const Options& options,
              std::optional<MtuDiscovery> mtu_discovery) {
  set_ipv4_probe(setter, options);
  if (mtu_discovery) {
    setter.set(SOL_IP, IP_MTU_DISCOVER, static_cast<int>(*mtu_discovery), "IP_MTU_DISCOVER");
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

void set_ipv6(Setter& setter, const EchoSocket& socket, const Options& options,
              std::optional<MtuDiscovery> mtu_discovery) {
  if (options.tos) setter.set(SOL_IPV6, IPV6_TCLASS, *options.tos, "setsockopt");
  if (mtu_discovery) {
    setter.set(SOL_IPV6, IPV6_MTU_DISCOVER, static_cast<int>(*mtu_discovery), "IPV6_MTU_DISCOVER");
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
  const int code = errno;
  if (code == EACCES && target.is_v4() && !options.broadcast) {
    return {kFailed, "Do you want to ping broadcast? Then -b. If not, check your local firewall rules", true};
  }
  Refusal refusal = refuse_errno("connect").value();
  refusal.no_route = true;
  refusal.try_next = code == ENETUNREACH || code == EHOSTUNREACH;
  return refusal;
}

// "fe80::1%eth0" names a device as well.
Done bind_to_text(const std::string& text, Binding& binding) {
  if (text.find(':') == std::string::npos) {
    if (const auto address = parse_ipv4(text)) {
      binding.source = *address;
    } else {
      binding.device = text;
    }
    return {};
  }
  const std::size_t percent = text.find('%');
  const auto address = parse_ipv6(std::string_view(text).substr(0, percent));
  if (!address) return refuse("invalid source address: " + text);
  binding.source = *address;
  if (percent != std::string::npos) binding.device = text.substr(percent + 1);
  return {};
}

bool holds(const std::string& device, const IpAddress& address) {
  auto netlink = RtNetlink::open();
  if (!netlink) return true;
  const auto held = netlink->addresses(address.family());
  if (!held) return true;
  const int index = static_cast<int>(::if_nametoindex(device.c_str()));
  return std::any_of(held->begin(), held->end(), [&](const InterfaceAddress& own) {
    return own.interface == index && with_scope(own.address, 0) == with_scope(address, 0);
  });
}

// EACCES stands for a broadcast address as well as for a route of type prohibit: with -b it is tried once more.
bool connect_probe(int fd, const SocketAddress& to, const Options& options) {
  if (::connect(fd, to.get(), to.length) == 0) return true;
  if (errno != EACCES || !options.broadcast || to.get()->sa_family != AF_INET) return false;
  constexpr std::string_view kWarning = "WARNING: pinging broadcast address\n";
  static_cast<void>(write_all(2, kWarning, "standard error"));
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
  return ::connect(fd, to.get(), to.length) == 0;
}

tl::expected<IpAddress, Refusal> ask_source(const Options& options, const Binding& binding, const IpAddress& target) {
  const UniqueFd probe(::socket(target.is_v4() ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!probe) return refuse_errno("socket");
  Setter setter(probe.get());
  set_route(setter, binding);
  if (options.mark) ::setsockopt(probe.get(), SOL_SOCKET, SO_MARK, &*options.mark, sizeof *options.mark);
  if (target.is_v4()) set_ipv4_probe(setter, options);
  if (const Done done = setter.done(); !done) return tl::unexpected(done.error());
  const SocketAddress to = to_socket_address(target, kAnyPort);
  if (!connect_probe(probe.get(), to, options)) return tl::unexpected(route_refusal(options, target));
  SocketAddress self;
  self.length = sizeof self.storage;
  if (::getsockname(probe.get(), self.get(), &self.length) < 0) return refuse_errno("getsockname");
  return to_endpoint(self.get(), self.length).address;
}

// A fragmented broadcast would be many answers to nothing.
std::optional<MtuDiscovery> mtu_discovery_for(const Options& options, const IpAddress& target) {
  const bool to_many = target.is_multicast() || (options.broadcast && target.is_v4());
  return to_many && !options.mtu_discovery ? MtuDiscovery::kDo : options.mtu_discovery;
}

}  // namespace

tl::expected<Binding, Refusal> parse_binding(const Options& options) {
  Binding binding;
  for (const std::string& text : options.bind_to) {
    if (const Done bound = bind_to_text(text, binding); !bound) return tl::unexpected(bound.error());
  }
  return binding;
}

// A given source is not checked here, and a link-local target leaves the choice to the kernel at each probe.
tl::expected<IpAddress, Refusal> choose_source(const Options& options, const Binding& binding,
                                               const IpAddress& target) {
  const unsigned index = binding.device ? ::if_nametoindex(binding.device->c_str()) : 0;
  if (target.is_v6() && binding.device && index == 0) return refuse("unknown iface: " + *binding.device);
  if (binding.source.family() == target.family() && !binding.source.is_unspecified()) {
    return target.is_v6() && binding.source.is_link_local() ? with_scope(binding.source, index) : binding.source;
  }
  IpAddress source = IpAddress::v6(std::array<std::uint8_t, 16>{});
  if (target.is_v4() || !(target.is_link_local() || is_link_local_multicast(target))) {
    auto asked = ask_source(options, binding, target);
    if (!asked) return tl::unexpected(asked.error());
    source = *asked;
  }
  if (binding.device && !holds(*binding.device, source)) {
    complain("myping", "Warning: source address might be selected on device other than: " + *binding.device);
  }
  return source;
}

tl::expected<void, Refusal> check_multicast(const Options& options, const IpAddress& target,
                                            std::chrono::milliseconds interval) {
  const bool broadcast = target.is_v4() && (options.broadcast || target.is_multicast());
  if (!broadcast && !target.is_multicast()) return {};
  const std::string kind = target.is_v4() ? "broadcast" : "multicast";
  if (interval < std::chrono::seconds(1)) {
    return refuse(kind + " ping with too short interval: " + std::to_string(interval.count()));
  }
  if (options.mtu_discovery && options.mtu_discovery != MtuDiscovery::kDo)
    return refuse(kind + " ping does not fragment");
  return {};
}

namespace {

// Room for all replies to a preload, by the peer's estimate of what one takes in the kernel.
void make_room(const EchoSocket& socket, const Options& options) {
  const auto bytes = static_cast<std::int64_t>(options.size) + 8;
  const std::int64_t overhead = socket.family() == Family::kIpv4 ? 20 + 240 : 40 + 240;
  const std::int64_t wanted = (bytes + (bytes + 511) / 512 * overhead) * options.preload;
  if (wanted <= 65536) return;
  const int asked = static_cast<int>(std::min<std::int64_t>(wanted, std::numeric_limits<int>::max()));
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_RCVBUF, &asked, sizeof asked);
  int got = 0;
  socklen_t size = sizeof got;
  if (::getsockopt(socket.fd(), SOL_SOCKET, SO_RCVBUF, &got, &size) == 0 && got < wanted) {
    complain("myping", "WARNING: probably, rcvbuf is not enough to hold preload");
  }
}

}  // namespace

Done configure(EchoSocket& socket, const Options& options, const Binding& binding, const IpAddress& source,
               const IpAddress& target) {
  Setter setter(socket.fd());
  set_common(setter, options, binding);
  if (socket.family() == Family::kIpv4) {
    set_ipv4(setter, socket, options, mtu_discovery_for(options, target));
  } else {
    set_ipv6(setter, socket, options, mtu_discovery_for(options, target));
  }
  set_privileged(socket.fd(), options);
  if (options.dont_route) setter.set(SOL_SOCKET, SO_DONTROUTE, 1, "SO_DONTROUTE");
  if (options.send_buffer > 0) setter.set(SOL_SOCKET, SO_SNDBUF, options.send_buffer, "SO_SNDBUF");
  if (const Done done = setter.done(); !done) return done;
  make_room(socket, options);
  if (const Done done = bind_to(socket, options, binding, source); !done) return done;
  if (options.connect) {
    const SocketAddress to = to_socket_address(target, 0);
    if (::connect(socket.fd(), to.get(), to.length) < 0) return refuse_errno("connect");
  }
  return {};
}

Status enable_device_stamps(const IpAddress& target, const Binding& binding) {
  auto netlink = RtNetlink::open();
  if (!netlink) return tl::unexpected(netlink.error());
  const int asked = binding.device ? static_cast<int>(::if_nametoindex(binding.device->c_str())) : 0;
  const auto route = netlink->route_to({.destination = target, .interface = asked});
  if (!route) return tl::unexpected(route.error());
  const UniqueFd any(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  hwtstamp_config config{};
  config.tx_type = HWTSTAMP_TX_ON;
  config.rx_filter = HWTSTAMP_FILTER_ALL;
  ifreq request{};
  if (::if_indextoname(static_cast<unsigned>(route->interface), request.ifr_name) == nullptr) {
    return system_failure("if_indextoname", "device");
  }
  request.ifr_data = reinterpret_cast<char*>(&config);
  if (::ioctl(any.get(), SIOCSHWTSTAMP, &request) < 0) return system_failure("ioctl", request.ifr_name);
  return {};
}

}  // namespace nd::ping
