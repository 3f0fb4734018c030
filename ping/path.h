// The way a probe takes, as the kernel's tables tell it: route, device, link, next hop and its neighbour entry.
#pragma once

#include <chrono>
#include <optional>

#include "common/base/result.h"
#include "common/model/network.h"
#include "common/sys/rtnetlink.h"

namespace nd::ping {

struct PathEvidence {
  IpAddress target;
  IpAddress source;
  std::optional<Route> route;
  int route_error = 0;  // errno of the look-up when there is no route
  std::optional<Interface> link;
  IpAddress next_hop;  // the gateway, else the target; empty where nothing has to be resolved
  std::optional<Neighbour> before;
  std::optional<Neighbour> after;
  std::optional<std::chrono::nanoseconds> resolution;  // what the first probe waited for the next hop's address

  bool has_gateway() const { return route && bool(route->gateway); }
};

struct PathQuery {
  IpAddress target;
  IpAddress source;
  std::string device;
  std::uint32_t mark = 0;
};

// Asks the kernel; what it does not tell stays empty. The neighbour's state goes to `before`.
PathEvidence gather_path(RtNetlink& netlink, const PathQuery& query);
// The neighbour's state now, into `after`.
void refresh_neighbour(RtNetlink& netlink, PathEvidence& path);

}  // namespace nd::ping
