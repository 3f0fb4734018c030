#include "lsof/internet.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>

#include "common/base/number.h"
#include "common/names/services.h"
#include "common/parse/address.h"

namespace nd::lsof {
namespace {

Failure refused(std::string_view what, std::string_view text) {
  return input_failure("", std::string(what) + " in: -i " + std::string(text), "try --help");
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<InetProtocol> protocol_named(std::string_view word) {
  if (same_ignoring_case(word, "tcp")) return InetProtocol::kTcp;
  if (same_ignoring_case(word, "udp")) return InetProtocol::kUdp;
  if (same_ignoring_case(word, "udplite")) return InetProtocol::kUdpLite;
  return std::nullopt;
}

// What follows '@', up to the ports; "" when malformed.
std::string_view take_host(std::string_view& rest) {
  std::size_t end = 0;
  if (rest.starts_with('[')) {
    end = rest.find(']');
    if (end == std::string_view::npos) return {};
    ++end;
  } else {
    end = std::min(rest.find(':'), rest.size());
  }
  const std::string_view host = rest.substr(0, end);
  rest.remove_prefix(end);
  return host;
}

Status set_host(std::string_view host, InternetSpec& spec) {
  if (!host.starts_with('[')) {
    spec.host = host;
    if (const auto address = parse_ipv4(host)) spec.addresses = {*address};
    if (!spec.addresses.empty() && spec.addresses[0].is_unspecified() && spec.family != Family::kIpv6) {  // any of IPv4
      spec.addresses.clear();
      spec.host.clear();
      spec.family = Family::kIpv4;
    }
  } else {
    const auto address = parse_ipv6(host.substr(1, host.size() - 2));
    if (!address || address->is_unspecified()) return refused("unacceptable Internet address", spec.text);
    spec.host = host;
    spec.addresses = {address->unmapped()};
    if (spec.family == Family::kIpv4) {
      return input_failure("", "IPv6 addresses are prohibited: -i " + spec.text, "try --help");
    }
  }
  if (spec.family == Family::kIpv6 && !spec.addresses.empty() && spec.addresses[0].is_v4()) {
    return input_failure("", "IPv4 addresses are prohibited: -i " + spec.text, "try --help");
  }
  return {};
}

// One piece between commas: 80, 80-90, http or 80-http.
Status add_port(std::string_view item, InternetSpec& spec) {
  if (item.empty() || item[0] < '0' || item[0] > '9') {
    if (item.empty()) return input_failure("", "invalid service name: -i " + spec.text, "try --help");
    spec.services.push_back({std::string(item), {}});
    return {};
  }
  const std::size_t dash = item.find('-');
  const auto low = parse_number<std::uint64_t>(item.substr(0, dash));
  const std::string_view rest = dash == std::string_view::npos ? item : item.substr(dash + 1);
  if (low && *low <= 65535 && !rest.empty() && (rest[0] < '0' || rest[0] > '9')) {
    spec.services.push_back({std::string(rest), static_cast<std::uint16_t>(*low)});
    return {};
  }
  const auto high = parse_number<std::uint64_t>(rest);
  if (!low || !high || *low > *high) return refused("unacceptable port specification", spec.text);
  // Ports that there are not are found nowhere, and 0 stands for "none": they are kept as an empty range.
  const std::uint64_t first = std::max(*low, std::uint64_t{1});
  const std::uint64_t last = std::min(*high, std::uint64_t{65535});
  const bool none = first > last;
  spec.ports.push_back({static_cast<std::uint16_t>(none ? 1 : first), static_cast<std::uint16_t>(none ? 0 : last)});
  return {};
}

Status add_ports(std::string_view text, InternetSpec& spec) {
  if (text.empty()) return refused("unacceptable port specification", spec.text);
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    if (Status added = add_port(text.substr(0, comma), spec); !added) return added;
    if (comma == std::string_view::npos) return {};
    text.remove_prefix(comma + 1);
  }
  return {};
}

std::string protocol_word(const InternetSpec& spec) {
  if (!spec.protocol) return {};
  return *spec.protocol == InetProtocol::kTcp ? " for tcp" : " for udp";
}

Status resolve_services(InternetSpec& spec) {
  Services services;
  for (const ServiceRange& range : spec.services) {
    const std::string& name = range.name;
    bool falls = false;
    const auto look_up = [&](InetProtocol protocol, ServiceProtocol in) {
      const auto port = !spec.protocol || *spec.protocol == protocol ? services.port(name, in) : std::nullopt;
      if (port) spec.ports.push_back({range.low.value_or(*port), *port});
      falls = falls || (port && range.low.value_or(*port) > *port);
      return port.has_value();
    };
    const bool tcp = look_up(InetProtocol::kTcp, ServiceProtocol::kTcp);
    const bool udp = look_up(InetProtocol::kUdp, ServiceProtocol::kUdp);
    if (falls) return refused("unacceptable port specification", spec.text);
    if (!tcp && !udp) return refused("unknown service " + name + protocol_word(spec), spec.text);
  }
  spec.services.clear();
  return {};
}

Status resolve_host(InternetSpec& spec) {
  addrinfo hints{};
  hints.ai_family = spec.family == Family::kIpv4 ? AF_INET : spec.family == Family::kIpv6 ? AF_INET6 : AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (::getaddrinfo(spec.host.c_str(), nullptr, &hints, &list) != 0) {
    return refused("unknown host name (" + spec.host + ")", spec.text);
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(list, ::freeaddrinfo);
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
    if (at->ai_family == AF_INET) {
      const auto* in = reinterpret_cast<const sockaddr_in*>(at->ai_addr);
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(&in->sin_addr);
      spec.addresses.push_back(IpAddress::v4(std::span<const std::uint8_t, 4>(bytes, 4)));
    } else if (at->ai_family == AF_INET6) {
      const auto* in = reinterpret_cast<const sockaddr_in6*>(at->ai_addr);
      spec.addresses.push_back(IpAddress::v6(std::span<const std::uint8_t, 16>(in->sin6_addr.s6_addr, 16)).unmapped());
    }
  }
  return {};
}

}  // namespace

bool InternetSpec::matches(const SocketRow& socket, const Endpoint& end) const {
  if (protocol && *protocol != socket.protocol) return false;
  if (family != Family::kNone && socket.local.address.unmapped().family() != family) return false;
  const IpAddress address = end.address.unmapped();
  const bool host_ok = host.empty() || std::find(addresses.begin(), addresses.end(), address) != addresses.end();
  return host_ok && (ports.empty() || std::any_of(ports.begin(), ports.end(), [&](const PortRange& range) {
                       return end.port >= range.low && end.port <= range.high;
                     }));
}

Family family_alone(std::string_view text) {
  return text == "4" ? Family::kIpv4 : text == "6" ? Family::kIpv6 : Family::kNone;
}

Result<InternetSpec> parse_internet_spec(std::string_view text, Family family) {
  InternetSpec spec;
  spec.text = text;
  spec.family = family;
  std::string_view rest = text;
  if (rest.empty()) return input_failure("", "incomplete Internet address specification: -i ", "try --help");
  if (rest[0] == '4' || rest[0] == '6') {
    spec.family = rest[0] == '4' ? Family::kIpv4 : Family::kIpv6;
    rest.remove_prefix(1);
  }
  if (!rest.empty() && rest[0] != '@' && rest[0] != ':') {
    const std::string_view word = rest.substr(0, rest.find_first_of("@:"));
    spec.protocol = protocol_named(word);
    if (!spec.protocol) return refused("unknown protocol name (" + std::string(word) + ")", text);
    rest.remove_prefix(word.size());
  }
  if (rest.starts_with('@')) {
    rest.remove_prefix(1);
    const std::string_view host = take_host(rest);
    if (host.empty()) return refused("unacceptable Internet address", text);
    if (Status set = set_host(host, spec); !set) return tl::unexpected(set.error());
  }
  if (rest.starts_with(':')) {
    if (Status added = add_ports(rest.substr(1), spec); !added) return tl::unexpected(added.error());
  } else if (!rest.empty()) {
    return refused("unacceptable port specification", text);
  }
  if (!spec.protocol && spec.host.empty() && spec.ports.empty() && spec.services.empty()) {
    return input_failure("", "incomplete Internet address specification: -i " + spec.text, "try --help");
  }
  return spec;
}

Status resolve(InternetSpec& spec) {
  if (!spec.services.empty()) {
    if (Status done = resolve_services(spec); !done) return done;
  }
  if (!spec.host.empty() && spec.addresses.empty()) return resolve_host(spec);
  return {};
}

}  // namespace nd::lsof
