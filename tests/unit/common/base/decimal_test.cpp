#include "common/base/decimal.h"

#include <gtest/gtest.h>

#include <string>

namespace nd {
namespace {

std::string text_of(std::uint64_t value) {
  char text[24];
  return {text, put_decimal(text, value)};
}

TEST(Decimal, writes_numbers_around_every_power_of_ten) {
  std::uint64_t power = 1;
  for (int i = 0; i < 20; ++i) {
    for (const std::uint64_t value : {power - 1, power, power + 1, power * 5 + 7})
      EXPECT_EQ(text_of(value), std::to_string(value));
    power *= 10;
  }
}

TEST(Decimal, writes_the_ends_of_the_types) {
  for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{UINT16_MAX}, std::uint64_t{UINT32_MAX},
                                    std::uint64_t{UINT32_MAX} + 1, std::uint64_t{INT64_MAX}, UINT64_MAX})
    EXPECT_EQ(text_of(value), std::to_string(value));
}

TEST(Decimal, writes_every_small_number) {
  for (std::uint64_t value = 0; value < 70000; ++value) ASSERT_EQ(text_of(value), std::to_string(value));
}

}  // namespace
}  // namespace nd
