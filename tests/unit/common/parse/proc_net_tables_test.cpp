#include "common/parse/proc_net_tables.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

const std::string kPacket =
    "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n"
    "00000000c6bdd2f2 3      3    0003   4     1 4096   1000   12345 \n";
const std::string kNetlink =
    "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n"
    "00000000d55bef10 0   4294963287 00000111 12       0        0     2        7        4       \n";
const std::string kRoute =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT       \n"
    "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0        \n"
    "*\t0000A8C0\t00000000\t0201\t0\t0\t-294967296\t0000FFFF\t1400\t5\t6        \n";
const std::string kRoute6 =
    "fd000000000000000000000000000000 40 00000000000000000000000000000000 00 fe800000000000000000000000000001 "
    "00000100 00000001 00000002 00000003     eth0\n";
const std::string kDev =
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls\n"
    "    lo:    3267      29    0    0    0     0          0         0     3267      29    0    0    0     0       0 "
    "         0\n"
    "eth0.100:18446744073709551615 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
const std::string kIgmp =
    "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"
    "1\tlo        :     1      V3\n"
    "\t\t\t\t010000E0     1 0:00000000\t\t0\n"
    "4\teth0      :     2      V3\n"
    "\t\t\t\tFB0000E0     2 0:00000000\t\t1\n"
    "\t\t\t\t010000E0     1 0:00000000\t\t0\n";
const std::string kIgmp6 = "4    eth0            ff0200000000000000000001ff000002     3 00000004 0\n";
const std::string kIfInet6 = "fe8000000000000000fc00fffe000001 0a 40 20 80     eth0\n";

TEST(NetTables, reads_packet_sockets) {
  const auto rows = parse_packet_table(kPacket);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0], (PacketSocketRow{3, 3, 3, 4, true, 4096, 1000, 12345}));
}

TEST(NetTables, reads_netlink_sockets) {
  const auto rows = parse_netlink_table(kNetlink);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0], (NetlinkSocketRow{0xd55bef10, 0, 4294963287U, 0x111, 12, 0, 7, 4}));
}

TEST(NetTables, reads_routes_and_metrics_beyond_31_bits) {
  const auto rows = parse_route_table(kRoute);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].interface, "eth0");
  EXPECT_EQ(rows[0].gateway, IpAddress::v4(192, 0, 2, 1));
  EXPECT_EQ(rows[0].metric, 100U);
  EXPECT_EQ(rows[1].interface, "*");
  EXPECT_EQ(rows[1].destination, IpAddress::v4(192, 168, 0, 0));
  EXPECT_EQ(rows[1].mask, IpAddress::v4(255, 255, 0, 0));
  EXPECT_EQ(rows[1].flags, 0x201U);
  EXPECT_EQ(rows[1].metric, 4000000000U);
  EXPECT_EQ(rows[1].mss, 1400U);
  EXPECT_EQ(rows[1].irtt, 6U);
}

TEST(NetTables, reads_ipv6_routes) {
  const auto rows = parse_route6_table(kRoute6);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].prefix, 64);
  EXPECT_EQ(rows[0].metric, 256U);
  EXPECT_EQ(rows[0].use, 2U);
  EXPECT_TRUE(rows[0].next_hop.is_link_local());
  EXPECT_EQ(rows[0].interface, "eth0");
}

TEST(NetTables, reads_interface_counters) {
  const auto rows = parse_interface_table(kDev);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].name, "lo");
  EXPECT_EQ(rows[0].tx_packets, 29U);
  EXPECT_EQ(rows[1].name, "eth0.100");
  EXPECT_EQ(rows[1].rx_bytes, 18446744073709551615U);
  EXPECT_EQ(rows[1].rx_multicast, 8U);
  EXPECT_EQ(rows[1].collisions, 14U);
  EXPECT_EQ(rows[1].tx_compressed, 16U);
}

TEST(NetTables, reads_multicast_groups) {
  const auto rows = parse_igmp_table(kIgmp);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0], (GroupRow{1, "lo", IpAddress::v4(224, 0, 0, 1), 1}));
  EXPECT_EQ(rows[1], (GroupRow{4, "eth0", IpAddress::v4(224, 0, 0, 251), 2}));
  const auto rows6 = parse_igmp6_table(kIgmp6);
  ASSERT_EQ(rows6.size(), 1U);
  EXPECT_EQ(rows6[0].users, 3U);
  EXPECT_EQ(rows6[0].interface_name, "eth0");
  EXPECT_TRUE(rows6[0].group.is_multicast());
}

TEST(NetTables, reads_ipv6_addresses_of_interfaces) {
  const auto rows = parse_if_inet6_table(kIfInet6);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].interface, 10);
  EXPECT_EQ(rows[0].prefix, 64);
  EXPECT_EQ(rows[0].scope, 0x20);
  EXPECT_EQ(rows[0].interface_name, "eth0");
}

TEST(NetTables, take_every_prefix_of_every_table) {
  for (const std::string& whole : {kPacket, kNetlink, kRoute, kRoute6, kDev, kIgmp, kIgmp6, kIfInet6}) {
    test::for_every_prefix(std::string_view(whole), [](std::string_view text) {
      static_cast<void>(parse_packet_table(text));
      static_cast<void>(parse_netlink_table(text));
      static_cast<void>(parse_route_table(text));
      static_cast<void>(parse_route6_table(text));
      static_cast<void>(parse_interface_table(text));
      static_cast<void>(parse_igmp_table(text));
      static_cast<void>(parse_igmp6_table(text));
      static_cast<void>(parse_if_inet6_table(text));
    });
  }
}

}  // namespace
}  // namespace nd
