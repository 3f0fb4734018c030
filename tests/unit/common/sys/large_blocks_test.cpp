#include "common/sys/large_blocks.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <vector>

namespace nd {
namespace {

TEST(LargeBlocks, keep_what_they_hold_while_they_grow) {
  std::vector<std::uint64_t, LargeBlocks<std::uint64_t>> numbers;
  constexpr std::uint64_t kCount = 1'000'000;  // from a few bytes to 8 MB
  for (std::uint64_t i = 0; i < kCount; ++i) numbers.push_back(i);
  EXPECT_EQ(std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0}), kCount * (kCount - 1) / 2);
}

TEST(LargeBlocks, make_what_has_a_constructor) {
  struct Slot {
    int inode = 7;
  };
  const std::vector<Slot, LargeBlocks<Slot>> slots(500'000);
  EXPECT_EQ(slots.front().inode, 7);
  EXPECT_EQ(slots.back().inode, 7);
}

}  // namespace
}  // namespace nd
