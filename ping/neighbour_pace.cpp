#include "ping/neighbour_pace.h"

#include <linux/rtnetlink.h>
#include <net/if.h>

#include <algorithm>

#include "common/base/number.h"
#include "common/sys/proc_root.h"
#include "common/sys/rtnetlink.h"

namespace nd::ping {
namespace {

constexpr std::chrono::seconds kYoung{5};
constexpr std::size_t kUsualRoom = 1024;  // what a kernel starts with; other namespaces than the first do not show it
constexpr std::size_t kLeastRoom = 64;

std::size_t table_size(Family family) {
  const bool v4 = family == Family::kIpv4;
  const auto sysctls = ProcRoot::open(v4 ? "/proc/sys/net/ipv4/neigh/default" : "/proc/sys/net/ipv6/neigh/default");
  if (!sysctls) return kUsualRoom;
  auto text = sysctls->read("gc_thresh3");
  if (!text) return kUsualRoom;
  while (!text->empty() && text->back() == '\n') text->pop_back();
  return parse_number<std::size_t>(*text).value_or(kUsualRoom);
}

// A quarter is left to others.
std::size_t free_room(RtNetlink* netlink, Family family) {
  std::size_t used = 0;
  if (netlink != nullptr) {
    if (const auto neighbours = netlink->neighbours(family)) used = neighbours->size();
  }
  const std::size_t most = table_size(family) * 3 / 4;
  return std::max(kLeastRoom, most - std::min(most, used));
}

bool resolves(RtNetlink& netlink, int device) {
  const auto link = netlink.link(device);
  return link && (link->flags & (IFF_LOOPBACK | IFF_NOARP | IFF_POINTOPOINT)) == 0;
}

void append_on_link(RtNetlink& netlink, Family family, std::vector<NeighbourPace::Network>& networks) {
  const auto routes = netlink.routes(family);
  if (!routes) return;
  for (const Route& route : *routes) {
    if (route.type != RTN_UNICAST || route.gateway || !resolves(netlink, route.interface)) continue;
    networks.push_back({route.destination, route.prefix});
  }
}

}  // namespace

bool covers(const IpAddress& network, unsigned prefix, const IpAddress& address) {
  if (network.family() != address.family()) return false;
  const auto a = network.bytes();
  const auto b = address.bytes();
  for (std::size_t i = 0; i < a.size() && prefix > 0; ++i) {
    const unsigned bits = std::min(prefix, 8U);
    const auto mask = static_cast<std::uint8_t>(0xff00U >> bits);
    if (((a[i] ^ b[i]) & mask) != 0) return false;
    prefix -= bits;
  }
  return true;
}

NeighbourPace NeighbourPace::of_this_host(std::chrono::nanoseconds retrying) {
  auto netlink = RtNetlink::open();
  std::vector<Network> networks;
  if (netlink) {
    append_on_link(*netlink, Family::kIpv4, networks);
    append_on_link(*netlink, Family::kIpv6, networks);
  }
  const auto room = [&](Family family) { return free_room(netlink ? &*netlink : nullptr, family); };
  return {std::move(networks), {.v4 = room(Family::kIpv4), .v6 = room(Family::kIpv6)}, kYoung + retrying};
}

bool NeighbourPace::is_on_link(const IpAddress& address) const {
  return std::any_of(on_link_.begin(), on_link_.end(),
                     [&](const Network& network) { return covers(network.address, network.prefix, address); });
}

bool NeighbourPace::admit(const IpAddress& address, MonotonicTime now) {
  if (on_link_.empty() || !is_on_link(address)) return true;
  Table& table = address.is_v4() ? v4_ : v6_;
  while (!table.taken.empty() && table.taken.front() + lifetime_ <= now) table.taken.pop_front();
  if (table.taken.size() >= table.room) return false;
  table.taken.push_back(now);
  return true;
}

}  // namespace nd::ping
