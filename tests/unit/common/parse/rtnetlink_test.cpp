#include "common/parse/rtnetlink.h"

#include <gtest/gtest.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

// Builds a payload as the kernel does: a fixed struct, then padded attributes.
class Payload {
 public:
  template <typename T>
  explicit Payload(const T& header) {
    append(&header, sizeof header);
  }
  Payload& attribute(std::uint16_t type, const void* data, std::size_t size) {
    const std::array<std::uint16_t, 2> head{static_cast<std::uint16_t>(size + 4), type};
    append(head.data(), sizeof head);
    append(data, size);
    return *this;
  }
  Payload& bytes(std::uint16_t type, std::vector<std::uint8_t> data) {
    return attribute(type, data.data(), data.size());
  }
  Payload& u32(std::uint16_t type, std::uint32_t value) { return attribute(type, &value, sizeof value); }
  Payload& nested(std::uint16_t type, const Payload& inner, std::size_t skip) {
    return attribute(type, inner.data_.data() + skip, inner.data_.size() - skip);
  }
  Bytes view() const { return data_; }

 private:
  void append(const void* data, std::size_t size) {
    const auto* from = static_cast<const std::uint8_t*>(data);
    data_.insert(data_.end(), from, from + size);
    data_.resize((data_.size() + 3) / 4 * 4);
  }
  std::vector<std::uint8_t> data_;
};

rtmsg ipv4_route() {
  rtmsg header{};
  header.rtm_family = AF_INET;
  header.rtm_dst_len = 24;
  header.rtm_table = RT_TABLE_MAIN;
  header.rtm_type = RTN_UNICAST;
  header.rtm_scope = RT_SCOPE_UNIVERSE;
  return header;
}

Payload full_route() {
  Payload payload(ipv4_route());
  payload.bytes(RTA_DST, {10, 1, 2, 0}).bytes(RTA_GATEWAY, {10, 0, 0, 254}).bytes(RTA_PREFSRC, {10, 0, 0, 1});
  payload.u32(RTA_OIF, 7).u32(RTA_PRIORITY, 100);
  return payload.nested(RTA_METRICS, Payload(std::uint32_t{0}).u32(RTAX_MTU, 1400), 4);
}

TEST(RouteMessage, ReadsEveryAttribute) {
  const auto route = parse_route_message(full_route().view());
  ASSERT_TRUE(route);
  EXPECT_EQ(route->destination, IpAddress::v4(10, 1, 2, 0));
  EXPECT_EQ(route->prefix, 24);
  EXPECT_EQ(route->gateway, IpAddress::v4(10, 0, 0, 254));
  EXPECT_EQ(route->source, IpAddress::v4(10, 0, 0, 1));
  EXPECT_EQ(route->interface, 7);
  EXPECT_EQ(route->metric, 100U);
  EXPECT_EQ(route->mtu, 1400U);
  EXPECT_EQ(route->table, std::uint32_t{RT_TABLE_MAIN});
}

TEST(RouteMessage, TakesTheFirstOfSeveralHops) {
  rtnexthop hop{};
  hop.rtnh_ifindex = 9;
  hop.rtnh_len = sizeof hop + 8;
  const Payload hops = Payload(hop).bytes(RTA_GATEWAY, {10, 0, 0, 9});
  const auto route = parse_route_message(Payload(ipv4_route()).nested(RTA_MULTIPATH, hops, 0).view());
  ASSERT_TRUE(route);
  EXPECT_EQ(route->interface, 9);
  EXPECT_EQ(route->gateway, IpAddress::v4(10, 0, 0, 9));
}

TEST(RouteMessage, DefaultRouteHasTheUnspecifiedDestination) {
  rtmsg header = ipv4_route();
  header.rtm_dst_len = 0;
  const auto route = parse_route_message(Payload(header).view());
  ASSERT_TRUE(route);
  EXPECT_TRUE(route->destination.is_unspecified());
  EXPECT_TRUE(route->destination.is_v4());
}

TEST(RouteMessage, EveryPrefixIsSafe) {
  const Payload payload = full_route();
  test::for_every_prefix(payload.view(), [](Bytes prefix) {
    EXPECT_EQ(parse_route_message(prefix).has_value(), prefix.size() >= sizeof(rtmsg)) << prefix.size();
  });
}

TEST(RouteMessage, AnAttributeThatClaimsTooMuchEndsTheList) {
  Payload payload(ipv4_route());
  payload.u32(RTA_OIF, 3);
  std::vector<std::uint8_t> bytes(payload.view().begin(), payload.view().end());
  bytes[sizeof(rtmsg)] = 200;
  const auto route = parse_route_message(bytes);
  ASSERT_TRUE(route);
  EXPECT_EQ(route->interface, 0);
}

TEST(LinkMessage, ReadsNameFlagsMtuAndMac) {
  ifinfomsg header{};
  header.ifi_index = 4;
  header.ifi_flags = IFF_UP | IFF_RUNNING;
  Payload payload(header);
  payload.bytes(IFLA_IFNAME, {'e', 't', 'h', '0', 0}).u32(IFLA_MTU, 1500).bytes(IFLA_OPERSTATE, {6});
  payload.bytes(IFLA_ADDRESS, {2, 0, 0, 0, 0, 9});
  const auto link = parse_link_message(payload.view());
  ASSERT_TRUE(link);
  EXPECT_EQ(link->name, "eth0");
  EXPECT_EQ(link->index, 4);
  EXPECT_EQ(link->mtu, 1500U);
  EXPECT_EQ(link->operstate, 6);
  EXPECT_EQ(link->mac, (Mac{{2, 0, 0, 0, 0, 9}}));
  test::for_every_prefix(payload.view(), [](Bytes prefix) {
    EXPECT_EQ(parse_link_message(prefix).has_value(), prefix.size() >= sizeof(ifinfomsg)) << prefix.size();
  });
}

TEST(NeighbourMessage, ReadsStateAndMac) {
  ndmsg header{};
  header.ndm_family = AF_INET;
  header.ndm_ifindex = 2;
  header.ndm_state = NUD_STALE;
  Payload payload(header);
  payload.bytes(NDA_DST, {10, 0, 0, 2}).bytes(NDA_LLADDR, {2, 0, 0, 0, 0, 7});
  test::for_every_prefix(payload.view(), [](Bytes prefix) { static_cast<void>(parse_neighbour_message(prefix)); });
  const auto neighbour = parse_neighbour_message(payload.view());
  ASSERT_TRUE(neighbour);
  EXPECT_EQ(*neighbour, (Neighbour{IpAddress::v4(10, 0, 0, 2), 2, NUD_STALE, Mac{{2, 0, 0, 0, 0, 7}}}));
}

TEST(AddressMessage, PrefersTheLocalAddressToThePeers) {
  ifaddrmsg header{};
  header.ifa_prefixlen = 31;
  header.ifa_index = 5;
  Payload payload(header);
  payload.bytes(IFA_ADDRESS, {10, 0, 0, 2}).bytes(IFA_LOCAL, {10, 0, 0, 1});
  test::for_every_prefix(payload.view(), [](Bytes prefix) { static_cast<void>(parse_address_message(prefix)); });
  const auto address = parse_address_message(payload.view());
  ASSERT_TRUE(address);
  EXPECT_EQ(address->address, IpAddress::v4(10, 0, 0, 1));
  EXPECT_EQ(address->interface, 5);
}

}  // namespace
}  // namespace nd
