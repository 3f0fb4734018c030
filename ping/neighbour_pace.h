// A sweep of the own network asks for a MAC at every address, and the kernel's neighbour tables, one a family, have
// room for about a thousand each (gc_thresh3) over all networks and namespaces. An entry that is younger than five
// seconds is not given up for a new one, so a sweep that runs faster only earns ENOBUFS: this keeps it at what the
// table takes.
#pragma once

#include <deque>
#include <vector>

#include "common/model/address.h"
#include "common/sys/timer.h"

namespace nd::ping {

class NeighbourPace {
 public:
  struct Network {
    IpAddress address;
    unsigned prefix = 0;
  };
  // Entries that may be in use at once.
  struct Room {
    std::size_t v4 = 0;
    std::size_t v6 = 0;
  };
  // `lifetime`: how long an entry is in use.
  NeighbourPace(std::vector<Network> on_link, Room room, std::chrono::nanoseconds lifetime)
      : on_link_(std::move(on_link)), v4_{room.v4, {}}, v6_{room.v6, {}}, lifetime_(lifetime) {}
  // As the kernel's tables are now. `retrying`: how long a host is asked again.
  static NeighbourPace of_this_host(std::chrono::nanoseconds retrying);

  // A probe to `address` needs no entry, or there is room for one, which is then taken.
  bool admit(const IpAddress& address, MonotonicTime now);
  // When there is room again for an address that admit() said no to.
  MonotonicTime next(const IpAddress& address) const { return (address.is_v4() ? v4_ : v6_).taken.front() + lifetime_; }

 private:
  struct Table {
    std::size_t room;
    std::deque<MonotonicTime> taken;
  };
  bool is_on_link(const IpAddress& address) const;

  std::vector<Network> on_link_;
  Table v4_;
  Table v6_;
  std::chrono::nanoseconds lifetime_;
};

// `address` lies in `network`/`prefix`.
bool covers(const IpAddress& network, unsigned prefix, const IpAddress& address);

}  // namespace nd::ping
