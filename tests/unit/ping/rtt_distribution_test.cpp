#include "ping/rtt_distribution.h"

#include <gtest/gtest.h>

namespace nd::ping {
namespace {

TEST(RttDistribution, HasNothingToSayWithoutTimes) {
  const RttDistribution none;
  EXPECT_EQ(none.percentile(50), 0);
  EXPECT_EQ(none.mean_jitter(), 0);
  EXPECT_TRUE(none.histogram(10).empty());
}

TEST(RttDistribution, TakesPercentilesByNearestRank) {
  RttDistribution times;
  for (int i = 1; i <= 100; ++i) times.add(i);
  EXPECT_EQ(times.percentile(50), 50);
  EXPECT_EQ(times.percentile(90), 90);
  EXPECT_EQ(times.percentile(99), 99);
  EXPECT_EQ(times.percentile(100), 100);
  EXPECT_EQ(times.percentile(0), 1);
}

TEST(RttDistribution, KeepsLargeTimesToOnePartIn128) {
  for (const std::int64_t us : {128, 129, 1000, 12345, 999999, 60000000}) {
    RttDistribution times;
    for (int i = 0; i < 9; ++i) times.add(us);
    times.add(us * 3);
    const auto found = static_cast<double>(times.percentile(50));
    EXPECT_GE(found, static_cast<double>(us));
    EXPECT_LE(found, static_cast<double>(us) * 129 / 128);
  }
}

TEST(RttDistribution, NeverLeavesWhatWasSeen) {
  RttDistribution times;
  times.add(1000);
  EXPECT_EQ(times.percentile(1), 1000);
  EXPECT_EQ(times.percentile(99), 1000);
}

TEST(RttDistribution, MeasuresJitterBetweenNeighbours) {
  RttDistribution times;
  for (const int us : {10, 14, 12}) times.add(us);
  EXPECT_EQ(times.mean_jitter(), 3);
  EXPECT_EQ(times.most_jitter(), 4);
}

TEST(RttDistribution, CountsEachTimeInOneRow) {
  RttDistribution times;
  for (const int us : {0, 1, 3, 100, 100, 5000}) times.add(us);
  for (const std::size_t most : {1U, 2U, 3U, 5U, 20U}) {
    const auto rows = times.histogram(most);
    EXPECT_LE(rows.size(), most);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      sum += rows[i].count;
      EXPECT_LT(rows[i].from, rows[i].below);
      if (i > 0) {
        EXPECT_EQ(rows[i].from, rows[i - 1].below);
      }
    }
    EXPECT_EQ(sum, 6U);
    EXPECT_LE(rows.front().from, 0);
    EXPECT_GT(rows.back().below, 5000);
  }
}

}  // namespace
}  // namespace nd::ping
