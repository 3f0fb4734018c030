#include "common/parse/proc_net_unix.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

const std::string kHeading = "Num       RefCount Protocol Flags    Type St Inode Path\n";
const std::string kServer = "000000006d784489: 00000002 00000000 00010000 0001 01  1063 /run/a server\n";
const std::string kUnnamed = "000000001e8ac86e: 00000003 00000000 00000000 0001 03 98765\n";
const std::string kAbstract = "00000000aaaaaaaa: 00000002 00000000 00000000 0002 01   777 @abc@def\n";

TEST(UnixTable, reads_names_whole) {
  const auto rows = parse_unix_table(kHeading + kServer + kUnnamed + kAbstract);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].path, "/run/a server");
  EXPECT_TRUE(rows[0].is_listening());
  EXPECT_EQ(rows[0].inode, 1063U);
  EXPECT_EQ(rows[0].kernel_address, 0x6d784489U);
  EXPECT_EQ(rows[1].path, "");
  EXPECT_EQ(rows[1].state, UnixState::kConnected);
  EXPECT_EQ(rows[1].inode, 98765U);
  EXPECT_EQ(rows[2].path, "@abc@def");
  EXPECT_EQ(rows[2].type, 2);
}

TEST(UnixTable, joins_a_newline_to_the_name_it_stands_in) {
  const auto rows = parse_unix_table(
      kHeading + "000000006d784489: 00000002 00000000 00010000 0001 01  1063 /tmp/x\n0000: 00000002 .. 99999 @fake\n" +
      kUnnamed);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].path, "/tmp/x\n0000: 00000002 .. 99999 @fake");
  EXPECT_EQ(rows[1].inode, 98765U);
}

TEST(UnixTable, keeps_a_newline_at_the_end_of_a_name) {
  const auto rows =
      parse_unix_table(kHeading + "000000006d784489: 00000002 00000000 00010000 0001 01  1063 /tmp/x\n\n" + kUnnamed);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].path, "/tmp/x\n");
}

TEST(UnixTable, refuses_rows_that_are_no_rows) {
  EXPECT_FALSE(parse_unix_row("000000006d784489: 00000002 00000000 00010000 0001 01"));
  EXPECT_FALSE(parse_unix_row("000000006d784489  00000002 00000000 00010000 0001 01  1063"));
  EXPECT_FALSE(parse_unix_row("000000006d784489: 2 0 10000 1 1 1063"));
  EXPECT_FALSE(parse_unix_row("000000006d784489: 00000002 00000000 00010000 0001 01  10x3 /run/x"));
  EXPECT_FALSE(parse_unix_row(""));
}

TEST(UnixTable, takes_every_prefix) {
  const std::string whole = kHeading + kServer + kUnnamed + kAbstract;
  test::for_every_prefix(std::string_view(whole),
                         [](std::string_view text) { EXPECT_LE(parse_unix_table(text).size(), 3U); });
}

}  // namespace
}  // namespace nd
