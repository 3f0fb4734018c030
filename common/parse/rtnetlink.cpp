#include "common/parse/rtnetlink.h"

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if_arp.h>
#include <sys/socket.h>

#include "common/parse/netlink_attributes.h"

namespace nd {
namespace {

IpAddress to_address(Bytes payload) {
  if (payload.size() == 4) return IpAddress::v4(payload.first<4>());
  if (payload.size() == 16) return IpAddress::v6(payload.first<16>());
  return {};
}

std::optional<Mac> to_mac(Bytes payload) {
  if (payload.size() != 6) return std::nullopt;
  Mac mac;
  std::copy(payload.begin(), payload.end(), mac.bytes.begin());
  return mac;
}

std::string to_name(Bytes payload) {
  const std::string_view text = as_text(payload);
  return std::string(text.substr(0, text.find('\0')));
}

IpAddress unspecified(std::uint8_t family) {
  if (family == AF_INET) return IpAddress::v4(0, 0, 0, 0);
  if (family == AF_INET6) return IpAddress::v6(std::array<std::uint8_t, 16>{});
  return {};
}

void read_metrics(Bytes metrics, Route& route) {
  for_each_attribute(metrics, [&](std::uint16_t type, Bytes payload) {
    if (type == RTAX_MTU) route.mtu = load<std::uint32_t>(payload).value_or(0);
  });
}

// RTA_VIA: a gateway of another family than the destination's.
IpAddress read_via(Bytes payload) { return payload.size() < 2 ? IpAddress{} : to_address(payload.subspan(2)); }

// The first of several next hops; the kernel chooses among them per flow.
void read_first_hop(Bytes hops, Route& route) {
  const auto hop = load<rtnexthop>(hops);
  if (!hop || hop->rtnh_len < sizeof(rtnexthop) || hop->rtnh_len > hops.size()) return;
  route.interface = hop->rtnh_ifindex;
  route.flags |= hop->rtnh_flags;
  for_each_attribute(hops.subspan(sizeof(rtnexthop), hop->rtnh_len - sizeof(rtnexthop)),
                     [&](std::uint16_t type, Bytes payload) {
                       if (type == RTA_GATEWAY) route.gateway = to_address(payload);
                       if (type == RTA_VIA) route.gateway = read_via(payload);
                     });
}

void read_route_attribute(std::uint16_t type, Bytes payload, Route& route) {
  switch (type) {
    case RTA_DST:
      route.destination = to_address(payload);
      break;
    case RTA_GATEWAY:
      route.gateway = to_address(payload);
      break;
    case RTA_VIA:
      route.gateway = read_via(payload);
      break;
    case RTA_PREFSRC:
      route.source = to_address(payload);
      break;
    case RTA_OIF:
      route.interface = load<int>(payload).value_or(0);
      break;
    case RTA_PRIORITY:
      route.metric = load<std::uint32_t>(payload).value_or(0);
      break;
    case RTA_TABLE:
      route.table = load<std::uint32_t>(payload).value_or(0);
      break;
    case RTA_METRICS:
      read_metrics(payload, route);
      break;
    case RTA_MULTIPATH:
      read_first_hop(payload, route);
      break;
    default:
      break;
  }
}

}  // namespace

std::optional<Interface> parse_link_message(Bytes payload) {
  const auto header = take_struct<ifinfomsg>(payload);
  if (!header) return std::nullopt;
  Interface link;
  link.index = header->ifi_index;
  link.flags = header->ifi_flags;
  link.type = header->ifi_type;
  for_each_attribute(payload, [&](std::uint16_t type, Bytes value) {
    if (type == IFLA_IFNAME) link.name = to_name(value);
    if (type == IFLA_MTU) link.mtu = load<std::uint32_t>(value).value_or(0);
    if (type == IFLA_OPERSTATE) link.operstate = load<std::uint8_t>(value).value_or(0);
    if (type == IFLA_ADDRESS) {
      link.mac = to_mac(value);
      link.hardware_address = as_text(value);
    }
    if (type == IFLA_TXQLEN) link.tx_queue_length = load<std::uint32_t>(value).value_or(0);
  });
  return link;
}

std::optional<Route> parse_route_message(Bytes payload) {
  const auto header = take_struct<rtmsg>(payload);
  if (!header) return std::nullopt;
  Route route;
  route.destination = unspecified(header->rtm_family);
  route.prefix = header->rtm_dst_len;
  route.type = header->rtm_type;
  route.scope = header->rtm_scope;
  route.table = header->rtm_table;
  route.flags = header->rtm_flags;
  for_each_attribute(payload, [&](std::uint16_t type, Bytes value) { read_route_attribute(type, value, route); });
  return route;
}

std::optional<Neighbour> parse_neighbour_message(Bytes payload) {
  const auto header = take_struct<ndmsg>(payload);
  if (!header) return std::nullopt;
  Neighbour neighbour;
  neighbour.interface = header->ndm_ifindex;
  neighbour.state = header->ndm_state;
  for_each_attribute(payload, [&](std::uint16_t type, Bytes value) {
    if (type == NDA_DST) neighbour.address = to_address(value);
    if (type == NDA_LLADDR) neighbour.mac = to_mac(value);
  });
  return neighbour;
}

std::optional<InterfaceAddress> parse_address_message(Bytes payload) {
  const auto header = take_struct<ifaddrmsg>(payload);
  if (!header) return std::nullopt;
  InterfaceAddress found;
  found.interface = static_cast<int>(header->ifa_index);
  found.prefix = header->ifa_prefixlen;
  found.scope = header->ifa_scope;
  for_each_attribute(payload, [&](std::uint16_t type, Bytes value) {
    // IFA_LOCAL is the address itself where a point-to-point link has the peer's in IFA_ADDRESS.
    if (type == IFA_LOCAL || (type == IFA_ADDRESS && !found.address)) found.address = to_address(value);
    if (type == IFA_ADDRESS) found.peer = to_address(value);
    if (type == IFA_BROADCAST) found.broadcast = to_address(value);
    if (type == IFA_LABEL) found.label = to_name(value);
  });
  return found;
}

}  // namespace nd
