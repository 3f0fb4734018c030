// The way a probe takes, as the kernel's tables tell it: route, device, link, next hop and its neighbour entry.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/model/network.h"
#include "common/sys/rtnetlink.h"
#include "ping/scope_names.h"

namespace nd::ping {

struct PathEvidence {
  ScopeNames scopes;  // for texts
  IpAddress target;
  IpAddress source;
  std::string device;  // that -I asks for
  std::optional<Route> route;
  int route_error = 0;  // errno of the look-up when there is no route
  std::optional<Interface> link;
  IpAddress next_hop;  // the gateway, else the target; empty where nothing has to be resolved
  std::optional<Neighbour> before;
  std::optional<Neighbour> after;
  std::optional<std::chrono::nanoseconds> resolution;  // what the first probe waited for the next hop's address

  // What explains a path that ends here.
  std::optional<Route> nowhere;   // the unreachable, prohibit, blackhole or throw route that covers the target
  std::optional<Interface> down;  // a device that is down: the one that -I asks for, or one of the target's network
  std::string down_address;       // the address of that network that it holds, with its prefix length
  std::vector<std::string> others_down;  // names of devices that are down and may have held the route
  std::optional<IpAddress> proxy;        // another address of a gateway whose MAC answers for the target
  bool ignores_echo = false;             // the target is this host, which is told not to answer

  bool has_gateway() const { return route && bool(route->gateway); }
};

struct PathQuery {
  IpAddress target;
  IpAddress source;
  std::string device;  // that -I asks for, and
  int interface = 0;   // its index
  std::uint32_t mark = 0;
  ScopeNames scopes{};
};

// The same but for a scope, which some sources tell and others leave out.
bool is_same_host(const IpAddress& one, const IpAddress& other);

// Asks the kernel; what it does not tell stays empty. The neighbour's state goes to `before`.
PathEvidence gather_path(RtNetlink& netlink, const PathQuery& query);
// The neighbour's state now, into `after`.
void refresh_neighbour(RtNetlink& netlink, PathEvidence& path);
// Looks wider for why nothing came: routes that lead nowhere, devices that are down, a proxy.
void investigate(RtNetlink& netlink, PathEvidence& path);

}  // namespace nd::ping
