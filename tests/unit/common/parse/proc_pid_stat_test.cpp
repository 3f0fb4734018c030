#include "common/parse/proc_pid_stat.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::string_view kTail =
    " S 11 12 13 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 18874368 3763 18446744073709551615 1 1 0\n";

struct StatCase {
  const char* name;
  std::string comm;
};

class StatName : public testing::TestWithParam<StatCase> {};

TEST_P(StatName, IsEverythingBetweenTheFirstAndTheLastParenthesis) {
  const auto stat = parse_proc_stat("4321 (" + GetParam().comm + ")" + std::string(kTail));
  ASSERT_TRUE(stat);
  EXPECT_EQ(*stat, (ProcessStat{4321, GetParam().comm, 'S', 11, 12, 13, 1, 98765}));
}

INSTANTIATE_TEST_SUITE_P(ProcPidStat, StatName,
                         testing::Values(StatCase{"plain", "bash"}, StatCase{"forged_state", ") R 1 ("},
                                         StatCase{"blanks", "tmux: server"}, StatCase{"newline", "a\nb"},
                                         StatCase{"only_parentheses", "((()))"}, StatCase{"empty", ""}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(ProcPidStat, PrefixesGiveTheWholeTruthOrNothing) {
  const std::string good = "7 (x)" + std::string(kTail);
  const auto whole = parse_proc_stat(good);
  test::for_every_prefix(good, [&](std::string_view prefix) {
    const auto stat = parse_proc_stat(prefix);
    EXPECT_TRUE(!stat || stat == whole) << prefix;
  });
}

TEST(ProcPidStat, RefusesWhatIsNoStatLine) {
  EXPECT_FALSE(parse_proc_stat(""));
  EXPECT_FALSE(parse_proc_stat("7 x) S 1 1 1"));
  EXPECT_FALSE(parse_proc_stat("7 )("));
  EXPECT_FALSE(parse_proc_stat("99999999999 (x)" + std::string(kTail)));
}

}  // namespace
}  // namespace nd
