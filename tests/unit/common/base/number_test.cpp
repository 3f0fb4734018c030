#include "common/base/number.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace nd {
namespace {

TEST(ParseNumber, takes_the_whole_text) {
  EXPECT_EQ(parse_number<int>("-12"), -12);
  EXPECT_EQ(parse_number<std::uint8_t>("255"), 255);
  EXPECT_EQ(parse_number<std::uint32_t>("ff", 16), 255U);
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551615"), UINT64_MAX);
}

TEST(ParseNumber, refuses_everything_else) {
  for (const char* text : {"", " 1", "1 ", "+1", "0x1", "1.0", "256", "-1", "99999999999999999999"}) {
    EXPECT_EQ(parse_number<std::uint8_t>(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace nd
