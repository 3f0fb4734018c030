#include "common/parse/proc_pid_limits.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::string_view kLimits =
    "Limit                     Soft Limit           Hard Limit           Units     \n"
    "Max cpu time              unlimited            unlimited            seconds   \n"
    "Max open files            1024                 524288               files     \n"
    "Max pending signals       100                  unlimited            signals   \n";

TEST(ProcPidLimits, ReadsTheLimitOfThisName) {
  EXPECT_EQ(parse_limit(kLimits, "Max open files"), (ResourceLimit{1024, 524288}));
  EXPECT_EQ(parse_limit(kLimits, "Max pending signals"), (ResourceLimit{100, std::nullopt}));
  EXPECT_EQ(parse_limit(kLimits, "Max cpu time"), ResourceLimit{});
}

TEST(ProcPidLimits, OtherTextHasNone) {
  EXPECT_FALSE(parse_limit(kLimits, "Max address space"));
  EXPECT_FALSE(parse_limit("Max open files            many  9 files\n", "Max open files"));
  EXPECT_FALSE(parse_limit("Max open files            5\n", "Max open files"));
}

TEST(ProcPidLimits, PrefixesNeverCrash) {
  test::for_every_prefix(kLimits, [](std::string_view prefix) { parse_limit(prefix, "Max open files"); });
}

}  // namespace
}  // namespace nd
