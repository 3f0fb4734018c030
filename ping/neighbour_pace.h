// A sweep of the own network asks for a MAC at every address, and the kernel's neighbour table has room for about a
// thousand (gc_thresh3) over all networks and namespaces. An entry that is younger than five seconds is not given up
// for a new one, so a sweep that runs faster only earns ENOBUFS: this keeps it at what the table takes.
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
  // `room`: entries that may be in use at once; `lifetime`: how long each is.
  NeighbourPace(std::vector<Network> on_link, std::size_t room, std::chrono::nanoseconds lifetime)
      : on_link_(std::move(on_link)), room_(room), lifetime_(lifetime) {}
  // As the kernel's tables are now. `retrying`: how long a host is asked again.
  static NeighbourPace of_this_host(std::chrono::nanoseconds retrying);

  // A probe to `address` needs no entry, or there is room for one, which is then taken.
  bool admit(const IpAddress& address, MonotonicTime now);
  // When there is room again; call after admit() said no.
  MonotonicTime next() const { return taken_.front() + lifetime_; }

 private:
  bool is_on_link(const IpAddress& address) const;

  std::vector<Network> on_link_;
  std::size_t room_;
  std::chrono::nanoseconds lifetime_;
  std::deque<MonotonicTime> taken_;
};

// `address` lies in `network`/`prefix`.
bool covers(const IpAddress& network, unsigned prefix, const IpAddress& address);

}  // namespace nd::ping
