// The wider look at a path on which nothing came back: tables that an ordinary run never reads.
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <algorithm>

#include "ping/neighbour_pace.h"
#include "ping/path.h"

namespace nd::ping {
namespace {

bool leads_nowhere(const Route& route) {
  return route.type == RTN_UNREACHABLE || route.type == RTN_PROHIBIT || route.type == RTN_BLACKHOLE ||
         route.type == RTN_THROW;
}

void find_nowhere_route(RtNetlink& netlink, PathEvidence& path) {
  const auto routes = netlink.routes(path.target.family());
  if (!routes) return;
  for (const Route& route : *routes) {
    if (!leads_nowhere(route) || !covers(route.destination, route.prefix, path.target)) continue;
    if (!path.nowhere || route.prefix > path.nowhere->prefix) path.nowhere = route;
  }
}

// A device that goes down takes its routes along.
void find_down_devices(RtNetlink& netlink, PathEvidence& path) {
  const auto links = netlink.links();
  if (!links) return;
  for (const Interface& link : *links) {
    if ((link.flags & (IFF_UP | IFF_LOOPBACK)) != 0) continue;
    if (link.name == path.device) path.down = link;
    path.others_down.push_back(link.name);
  }
}

void find_down_interface(RtNetlink& netlink, PathEvidence& path) {
  const auto addresses = netlink.addresses(path.target.family());
  if (!addresses) return;
  for (const InterfaceAddress& held : *addresses) {
    if (!covers(held.address, held.prefix, path.target)) continue;
    auto link = netlink.link(held.interface);
    if (!link || (link->flags & IFF_UP) != 0) continue;
    path.down = std::move(*link);
    path.down_address = numeric_text(held.address, path.scopes) + "/" + std::to_string(held.prefix);
  }
}

// An on-link target whose MAC is that of a gateway: the gateway answers ARP in its place.
void find_proxy(RtNetlink& netlink, PathEvidence& path) {
  if (path.has_gateway() || !path.after || !path.after->mac || !path.link) return;
  const auto routes = netlink.routes(path.target.family());
  const auto neighbours = netlink.neighbours(path.target.family());
  if (!routes || !neighbours) return;
  for (const Neighbour& other : *neighbours) {
    if (other.interface != path.link->index || other.mac != path.after->mac || is_same_host(other.address, path.target))
      continue;
    const bool is_gateway = std::any_of(routes->begin(), routes->end(),
                                        [&](const Route& route) { return is_same_host(route.gateway, other.address); });
    if (is_gateway) path.proxy = other.address;
  }
}

}  // namespace

void investigate(RtNetlink& netlink, PathEvidence& path) {
  if (!path.route) {
    find_nowhere_route(netlink, path);
    find_down_interface(netlink, path);
    find_down_devices(netlink, path);
    return;
  }
  find_proxy(netlink, path);
}

}  // namespace nd::ping
