#include "common/names/networks.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

TEST(Networks, pads_short_numbers_and_passes_over_comments) {
  const auto names =
      parse_networks("# nothing\nloopback 127.0.0.0 alias\nlab 10.90 # ours\nbroken\nbad 300.1\n\nlab2 10.90\n");
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names.at(IpAddress::v4(127, 0, 0, 0)), "loopback");
  EXPECT_EQ(names.at(IpAddress::v4(10, 90, 0, 0)), "lab");
}

TEST(Networks, takes_every_prefix) {
  test::for_every_prefix("lab 10.90.1 # ours\nlab2 192.0.2.0 other\n",
                         [](std::string_view text) { EXPECT_LE(parse_networks(text).size(), 2U); });
}

TEST(Networks, a_missing_file_has_no_names) {
  Networks networks("/no/such/file");
  EXPECT_EQ(networks.name(IpAddress::v4(127, 0, 0, 0)), "");
}

}  // namespace
}  // namespace nd
