#include "lsof/criteria.h"

#include <gtest/gtest.h>

namespace nd::lsof {
namespace {

std::string reason(const Status& status) { return status ? "" : status.error().reason; }

TEST(Numbers, AreListsWithExclusions) {
  std::vector<NumberItem> items;
  ASSERT_TRUE(add_numbers("1,^2,3,", "process ID", "PID", items));
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].value, 1U);
  EXPECT_TRUE(items[1].exclude);
  EXPECT_EQ(items[2].value, 3U);
  EXPECT_TRUE(add_numbers("3", "process ID", "PID", items));
  EXPECT_EQ(items.size(), 3U) << "once is enough";
  EXPECT_TRUE(add_numbers("4,,4294967301", "process ID", "PID", items));
  ASSERT_EQ(items.size(), 6U);
  EXPECT_EQ(items[4].value, 0U) << "nothing is 0";
  EXPECT_EQ(items[5].value, 5U) << "and numbers wrap, as in lsof";
}

struct BadNumber {
  const char* label;
  std::string text;
  std::string reason;
};

class NumbersRefuse : public testing::TestWithParam<BadNumber> {};

TEST_P(NumbersRefuse, WithTheWordsOfThePeer) {
  std::vector<NumberItem> items;
  EXPECT_EQ(reason(add_numbers(GetParam().text, "process ID", "PID", items)), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Criteria, NumbersRefuse,
                         testing::Values(BadNumber{"word", "abc", "illegal process ID: abc"},
                                         BadNumber{"range", "1-3", "illegal process ID: 1-3"},
                                         BadNumber{"sign", "+1", "illegal process ID: +1"},
                                         BadNumber{"both_ways", "^7,7", "PID 7 has been included and excluded."}),
                         [](const auto& tested) { return std::string(tested.param.label); });

bool command_fits(std::string_view pattern, const std::string& command) {
  std::vector<CommandItem> items;
  EXPECT_TRUE(add_command(pattern, items));
  return items.at(0).matches(command);
}

TEST(Commands, MatchTheirBeginning) {
  EXPECT_TRUE(command_fits("ss", "sshd"));
  EXPECT_FALSE(command_fits("sshd", "ss"));
  EXPECT_TRUE(command_fits("^ss", "sshd")) << "the exclusion is the item's, not the match's";
}

TEST(Commands, MatchRegularExpressions) {
  EXPECT_TRUE(command_fits("/^k.+d$/", "kthreadd"));
  EXPECT_FALSE(command_fits("/^K/", "kthreadd"));
  EXPECT_TRUE(command_fits("/^K/i", "kthreadd"));
  EXPECT_TRUE(command_fits("/a+b/b", "a+b"));
  EXPECT_TRUE(command_fits("/a+b/x", "aab"));
}

TEST(Commands, RefuseWhatThePeerRefuses) {
  std::vector<CommandItem> items;
  EXPECT_EQ(reason(add_command("/x", items)), "regexp doesn't end with '/': /x");
  EXPECT_EQ(reason(add_command("/x/q", items)), "invalid regexp modifier: q");
  EXPECT_EQ(reason(add_command("/x/bx", items)), "b and x regexp modifiers conflict: /x/bx");
  EXPECT_EQ(reason(add_command("/[/", items)), "regexp error: /[/: Invalid regular expression");
  ASSERT_TRUE(add_command("^cat", items));
  EXPECT_EQ(reason(add_command("cat", items)), "-c^cat and -ccat conflict.");
}

TEST(Descriptors, AreNumbersRangesAndWords) {
  FdList list;
  ASSERT_TRUE(add_fds("3,10-12,cwd", list));
  EXPECT_TRUE(list.names({FdName::kNumber, 3}));
  EXPECT_TRUE(list.names({FdName::kNumber, 11}));
  EXPECT_FALSE(list.names({FdName::kNumber, 13}));
  EXPECT_TRUE(list.names({FdName::kCwd, -1}));
  EXPECT_FALSE(list.names({FdName::kRoot, -1}));
}

TEST(Descriptors, FdMeansEveryNumber) {
  FdList list;
  ASSERT_TRUE(add_fds("fd", list));
  EXPECT_TRUE(list.names({FdName::kNumber, 0}));
  EXPECT_TRUE(list.names({FdName::kNumber, 1 << 30}));
  EXPECT_FALSE(list.names({FdName::kCwd, -1}));
}

TEST(Descriptors, AreAllIncludedOrAllExcluded) {
  FdList list;
  ASSERT_TRUE(add_fds("^1,^cwd", list));
  EXPECT_TRUE(list.exclude);
  EXPECT_EQ(reason(add_fds("2", list)), "include in an exclude -d list: 2");
  FdList other;
  EXPECT_EQ(reason(add_fds("1,^2", other)), "exclude in an include -d list: ^2");
  EXPECT_EQ(reason(add_fds("3-1", other)), "-d FD range's low >= its high: 3-1");
  EXPECT_EQ(reason(add_fds("a-b", other)), "non-digit in -d FD range: a-b");
}

}  // namespace
}  // namespace nd::lsof
