#include "common/sys/rtnetlink.h"

#include <gtest/gtest.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <algorithm>

namespace nd {
namespace {

RtNetlink open_netlink() {
  auto netlink = RtNetlink::open();
  EXPECT_TRUE(netlink) << netlink.error().message();
  return std::move(*netlink);
}

TEST(RtNetlink, RouteToLoopbackIsLocal) {
  RtNetlink netlink = open_netlink();
  const auto route = netlink.route_to({.destination = IpAddress::v4(127, 0, 0, 1)});
  ASSERT_TRUE(route) << route.error().message();
  EXPECT_EQ(route->type, RTN_LOCAL);
  EXPECT_EQ(route->interface, static_cast<int>(::if_nametoindex("lo")));
  EXPECT_FALSE(route->gateway);
}

TEST(RtNetlink, TellsOneLink) {
  RtNetlink netlink = open_netlink();
  const auto link = netlink.link(static_cast<int>(::if_nametoindex("lo")));
  ASSERT_TRUE(link) << link.error().message();
  EXPECT_EQ(link->name, "lo");
  EXPECT_NE(link->flags & IFF_LOOPBACK, 0U);
}

TEST(RtNetlink, AnUnknownLinkIsTheKernelsError) {
  RtNetlink netlink = open_netlink();
  const auto link = netlink.link(0x7ffffff);
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, ENODEV);
  EXPECT_EQ(link.error().object, "interface 134217727");
}

TEST(RtNetlink, DumpsHoldTheLoopback) {
  RtNetlink netlink = open_netlink();
  const auto links = netlink.links();
  ASSERT_TRUE(links);
  EXPECT_TRUE(std::any_of(links->begin(), links->end(), [](const Interface& link) { return link.name == "lo"; }));
  ASSERT_TRUE(netlink.routes(Family::kIpv4));
  ASSERT_TRUE(netlink.neighbours(Family::kNone));
  ASSERT_TRUE(netlink.addresses(Family::kIpv4));
}

TEST(RtNetlink, AnUnknownNeighbourIsNoError) {
  RtNetlink netlink = open_netlink();
  const auto none = netlink.neighbour(IpAddress::v4(192, 0, 2, 1), static_cast<int>(::if_nametoindex("lo")));
  ASSERT_TRUE(none) << none.error().message();
  EXPECT_FALSE(none->has_value());
}

}  // namespace
}  // namespace nd
