#include "common/parse/proc_locks.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::string_view kLock = "3: POSIX  ADVISORY  WRITE 11792 fe:1f:10952849 10 EOF";

struct LockCase {
  const char* name;
  std::string_view line;
  std::optional<FileLock> expected;
};

class LockLine : public testing::TestWithParam<LockCase> {};

TEST_P(LockLine, IsReadAs) { EXPECT_EQ(parse_lock_line(GetParam().line), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    ProcLocks, LockLine,
    testing::Values(
        LockCase{"posix_part", kLock,
                 FileLock{LockKind::kPosix, LockAccess::kWrite, false, false, 11792, {0xfe, 0x1f}, 10952849, 10, {}}},
        LockCase{"fdinfo_ofd", "lock:\t1: OFDLCK ADVISORY  READ -1 00:1b:5 0 9",
                 FileLock{LockKind::kOfd, LockAccess::kRead, false, false, -1, {0, 0x1b}, 5, 0, 9}},
        LockCase{"mandatory_flock", "1: FLOCK  MANDATORY RW    7 00:02:5 0 EOF",
                 FileLock{LockKind::kFlock, LockAccess::kReadWrite, true, false, 7, {0, 2}, 5, 0, {}}},
        LockCase{"waiting", "1: -> POSIX  ADVISORY  READ 7 00:02:5 0 EOF",
                 FileLock{LockKind::kPosix, LockAccess::kRead, false, true, 7, {0, 2}, 5, 0, {}}},
        LockCase{"lease", "2: LEASE  ACTIVE    READ  7 00:02:5 0 EOF",
                 FileLock{LockKind::kLease, LockAccess::kRead, false, false, 7, {0, 2}, 5, 0, {}}},
        LockCase{"kind_of_a_newer_kernel", "2: NEW ADVISORY NONE 7 00:02:5 0 EOF",
                 FileLock{LockKind::kOther, LockAccess::kNone, false, false, 7, {0, 2}, 5, 0, {}}},
        LockCase{"no_file", "2: POSIX  ADVISORY  WRITE 7 <none>:0 0 EOF", std::nullopt},
        LockCase{"no_end", "2: POSIX  ADVISORY  WRITE 7 00:02:5 0", std::nullopt},
        LockCase{"odd_end", "2: POSIX  ADVISORY  WRITE 7 00:02:5 0 12x", std::nullopt}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(ProcLocks, LeavesOutLinesItDoesNotUnderstand) {
  EXPECT_EQ(parse_locks("junk\n" + std::string(kLock) + "\n\n" + std::string(kLock)).size(), 2U);
}

TEST(ProcLocks, PrefixesNeverCrash) {
  test::for_every_prefix(kLock, [](std::string_view prefix) { parse_lock_line(prefix); });
}

}  // namespace
}  // namespace nd
