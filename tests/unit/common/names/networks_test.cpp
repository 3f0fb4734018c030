#include "common/names/networks.h"

#include <gtest/gtest.h>

namespace nd {
namespace {

TEST(Networks, pads_short_numbers_and_passes_over_comments) {
  const auto names =
      parse_networks("# nothing\nloopback 127.0.0.0 alias\nlab 10.90 # ours\nbroken\nbad 300.1\n\nlab2 10.90\n");
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names.at(IpAddress::v4(127, 0, 0, 0)), "loopback");
  EXPECT_EQ(names.at(IpAddress::v4(10, 90, 0, 0)), "lab");
}

TEST(Networks, a_missing_file_has_no_names) {
  Networks networks("/no/such/file");
  EXPECT_EQ(networks.name(IpAddress::v4(127, 0, 0, 0)), "");
}

}  // namespace
}  // namespace nd
