#include "common/base/statistics.h"

#include <gtest/gtest.h>

namespace nd {
namespace {

RunningStats of(std::initializer_list<double> values) {
  RunningStats stats;
  for (const double value : values) stats.add(value);
  return stats;
}

TEST(RunningStats, of_nothing_are_zero) {
  const RunningStats stats;
  EXPECT_EQ(stats.count(), 0U);
  EXPECT_EQ(stats.mean(), 0);
  EXPECT_EQ(stats.deviation(), 0);
}

TEST(RunningStats, of_a_series) {
  const RunningStats stats = of({2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_EQ(stats.count(), 8U);
  EXPECT_DOUBLE_EQ(stats.mean(), 5);
  EXPECT_DOUBLE_EQ(stats.deviation(), 2);
  EXPECT_EQ(stats.min(), 2);
  EXPECT_EQ(stats.max(), 9);
}

TEST(RunningStats, of_negative_values_do_not_start_from_zero) {
  EXPECT_EQ(of({-3, -5}).max(), -3);
  EXPECT_EQ(of({3, 5}).min(), 3);
}

TEST(RunningStats, keep_their_digits_far_from_zero) {
  EXPECT_NEAR(of({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}).deviation(), 4.743416490, 1e-6);
}

}  // namespace
}  // namespace nd
