#include "ping/path.h"

#include <linux/rtnetlink.h>
#include <net/if.h>

#include <cerrno>

#include "common/parse/address.h"

namespace nd::ping {
namespace {

// Loopback, point-to-point and NOARP links, multicast and broadcast resolve nothing.
bool needs_resolution(const PathEvidence& path) {
  if (!path.route || !path.link || path.route->type != RTN_UNICAST) return false;
  return (path.link->flags & (IFF_LOOPBACK | IFF_NOARP | IFF_POINTOPOINT)) == 0;
}

std::optional<Neighbour> ask_neighbour(RtNetlink& netlink, const PathEvidence& path) {
  if (!path.next_hop) return std::nullopt;
  auto found = netlink.neighbour(path.next_hop, path.link->index);
  return found ? *found : std::nullopt;
}

}  // namespace

bool is_same_host(const IpAddress& one, const IpAddress& other) { return with_scope(one, 0) == with_scope(other, 0); }

PathEvidence gather_path(RtNetlink& netlink, const PathQuery& query) {
  PathEvidence path;
  path.scopes = query.scopes;
  path.target = query.target;
  path.device = query.device;
  if (!query.source.is_unspecified()) path.source = query.source;
  auto route = netlink.route_to(
      {.destination = query.target, .source = path.source, .interface = query.interface, .mark = query.mark});
  if (!route) {
    path.route_error = route.error().code;
    return path;
  }
  if (query.interface != 0 && route->interface != query.interface) {  // IPv6 prefers another device to none
    path.route_error = ENETUNREACH;
    return path;
  }
  path.route = std::move(*route);
  if (!path.source) path.source = path.route->source;
  if (auto link = netlink.link(path.route->interface)) path.link = std::move(*link);
  if (needs_resolution(path)) path.next_hop = path.has_gateway() ? path.route->gateway : query.target;
  path.before = ask_neighbour(netlink, path);
  return path;
}

void refresh_neighbour(RtNetlink& netlink, PathEvidence& path) { path.after = ask_neighbour(netlink, path); }

}  // namespace nd::ping
