// Questions to the kernel about the path of a packet: which route, which device, which neighbour (rtnetlink(7)).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/model/network.h"
#include "common/sys/netlink.h"

namespace nd {

struct RouteQuery {
  IpAddress destination = {};  // its scope(), when set, counts as `interface`
  IpAddress source = {};       // empty: the kernel chooses
  int interface = 0;           // 0: any
  std::uint32_t mark = 0;
};

class RtNetlink {
 public:
  static Result<RtNetlink> open();

  // The route that a packet would take now. An error carries what sendto(2) would say: ENETUNREACH, EHOSTUNREACH,
  // EACCES (prohibit), EINVAL (blackhole).
  Result<Route> route_to(const RouteQuery& query);
  // Tables are read anew when they changed meanwhile, a few times; then as they came.
  Result<std::vector<Route>> routes(Family family);
  Result<std::vector<Interface>> links();
  Result<Interface> link(int index);
  Result<std::vector<Neighbour>> neighbours(Family family);
  // nullopt when the kernel holds no entry.
  Result<std::optional<Neighbour>> neighbour(const IpAddress& address, int interface);
  Result<std::vector<InterfaceAddress>> addresses(Family family);

 private:
  explicit RtNetlink(Netlink socket) : socket_(std::move(socket)) {}
  template <typename T>
  Result<std::vector<T>> dump(std::uint16_t type, Family family, std::string_view object,
                              std::optional<T> (*parse)(Bytes));

  Netlink socket_;
};

}  // namespace nd
