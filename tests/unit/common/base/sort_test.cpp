#include "common/base/sort.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace nd {
namespace {

TEST(SortBy, EqualRowsKeepTheirOrder) {
  std::vector<std::string> rows{"b1", "a1", "b2", "a2"};
  sort_by(rows, [](const std::string& a, const std::string& b) { return a[0] < b[0]; });
  EXPECT_EQ(rows, (std::vector<std::string>{"a1", "a2", "b1", "b2"}));
}

TEST(SortBy, RowsNeedOnlyBeMovable) {
  std::vector<std::unique_ptr<int>> rows;
  for (const int value : {3, 1, 2}) rows.push_back(std::make_unique<int>(value));
  sort_by(rows, [](const auto& a, const auto& b) { return *a < *b; });
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(*rows[0], 1);
  EXPECT_EQ(*rows[2], 3);
}

TEST(SortBy, NoRows) {
  std::vector<int> rows;
  sort_by(rows, std::less<>());
  EXPECT_TRUE(rows.empty());
}

TEST(OrderBy, PlacesWithoutAnOrderStay) {
  EXPECT_EQ(order_by(3, [](std::size_t, std::size_t) { return false; }), (std::vector<std::size_t>{0, 1, 2}));
}

}  // namespace
}  // namespace nd
