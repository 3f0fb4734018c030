#include "common/parse/proc_net_counters.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

const std::string kSnmp =
    "Tcp: RtoAlgorithm MaxConn ActiveOpens\nTcp: 1 -1 18446744073709551615\nUdp: InDatagrams NoPorts\nUdp: 26 3\n";

TEST(CounterPairs, go_by_name) {
  const auto groups = parse_counter_pairs(kSnmp);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].name, "Tcp");
  EXPECT_EQ(groups[0].value("ActiveOpens"), 18446744073709551615U);
  EXPECT_TRUE(groups[0].counters[1].negative);
  EXPECT_EQ(groups[0].value("NoSuchCounter"), 0U);
  ASSERT_NE(find_group(groups, "Udp"), nullptr);
  EXPECT_EQ(find_group(groups, "Udp")->value("NoPorts"), 3U);
  EXPECT_EQ(find_group(groups, "Icmp"), nullptr);
}

TEST(CounterPairs, pass_over_lines_without_a_partner) {
  const auto groups = parse_counter_pairs("Ip: A B\nTcp: C D\nTcp: 1 2 3\nUdp: E\n");
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].counters.size(), 2U);
  EXPECT_EQ(groups[0].value("D"), 2U);
}

TEST(CounterPairs, take_every_prefix) {
  test::for_every_prefix(kSnmp, [](std::string_view text) { EXPECT_LE(parse_counter_pairs(text).size(), 2U); });
}

TEST(CounterList, takes_every_prefix) {
  test::for_every_prefix("Ip6InReceives \t7\nIp6InHdrErrors\t0\n",
                         [](std::string_view text) { EXPECT_LE(parse_counter_list(text).counters.size(), 2U); });
}

TEST(HexRows, take_every_prefix) {
  test::for_every_prefix("0000000a 00000000\n0000000b 00000001\n",
                         [](std::string_view text) { EXPECT_LE(parse_hex_rows(text).size(), 2U); });
}

TEST(CounterList, reads_name_and_value) {
  const auto group = parse_counter_list("Ip6InReceives                   \t7\nIp6InHdrErrors\t0\nbroken\n");
  ASSERT_EQ(group.counters.size(), 2U);
  EXPECT_EQ(group.value("Ip6InReceives"), 7U);
}

TEST(HexRows, reads_one_row_a_cpu) {
  const auto rows = parse_hex_rows("entries searched\n00000010 0000000a\n00000483 ffffffff\n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0][1], 10U);
  EXPECT_EQ(rows[1][1], 0xffffffffU);
}

}  // namespace
}  // namespace nd
