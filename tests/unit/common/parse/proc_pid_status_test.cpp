#include "common/parse/proc_pid_status.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::string_view kStatus =
    "Name:\tsleep\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t812\nPid:\t812\nPPid:\t1\n"
    "Uid:\t1000\t1001\t1000\t1000\nGid:\t100\t101\t100\t100\nNSpid:\t812\t7\nThreads:\t3\n"
    "CapEff:\t000001ffffffffff\nNoNewPrivs:\t0\n";

TEST(ProcPidStatus, ReadsTheLinesTheSuiteNeeds) {
  const auto status = parse_proc_status(kStatus);
  ASSERT_TRUE(status);
  EXPECT_EQ(*status, (ProcessStatus{.tgid = 812,
                                    .ppid = 1,
                                    .real_uid = 1000,
                                    .effective_uid = 1001,
                                    .real_gid = 100,
                                    .effective_gid = 101,
                                    .threads = 3,
                                    .effective_capabilities = 0x1ffffffffff,
                                    .namespace_pids = {812, 7}}));
}

TEST(ProcPidStatus, NeedsOwnersAndNothingElse) {
  EXPECT_TRUE(parse_proc_status("Tgid:\t1\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n"));
  EXPECT_FALSE(parse_proc_status("Tgid:\t1\nGid:\t0\t0\t0\t0\n"));
  EXPECT_FALSE(parse_proc_status("Tgid:\t1\nUid:\t0\t0\t0\nGid:\t0\t0\t0\t0\n"));
  EXPECT_FALSE(parse_proc_status("Tgid:\tx\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n"));
}

TEST(ProcPidStatus, PrefixesNeverCrash) {
  test::for_every_prefix(kStatus, [](std::string_view prefix) { parse_proc_status(prefix); });
}

}  // namespace
}  // namespace nd
