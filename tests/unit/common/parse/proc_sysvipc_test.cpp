#include "common/parse/proc_sysvipc.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::string_view kMemory =
    "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime"
    "      ctime                   rss                  swap\n"
    "-740466250     131104  1644                 10000 14355    12      2  1000   100     3     4         50         60"
    " 1795366601                  8192                  4096\n";
constexpr std::string_view kSemaphores =
    "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n"
    "1364551040          7   644          3     1     2     3     4          5 1795366601\n";
constexpr std::string_view kQueues =
    "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      "
    "ctime\n"
    "1499461733          9   600          20          2    11    12     1     2     3     4          5          6 "
    "1795366601\n";

TEST(ProcSysvipc, ReadsSharedMemory) {
  EXPECT_EQ(parse_sysvipc_shm(kMemory),
            (std::vector<SharedMemory>{{.permissions = {-740466250, 131104, 01644, 1000, 100, 3, 4, 1795366601},
                                        .size = 10000,
                                        .creator = 14355,
                                        .last = 12,
                                        .attached = 2,
                                        .attached_at = 50,
                                        .detached_at = 60,
                                        .resident = 8192,
                                        .swapped = 4096}}));
}

TEST(ProcSysvipc, ReadsSemaphores) {
  EXPECT_EQ(parse_sysvipc_sem(kSemaphores),
            (std::vector<SemaphoreArray>{{{1364551040, 7, 0644, 1, 2, 3, 4, 1795366601}, 3, 5}}));
}

TEST(ProcSysvipc, ReadsMessageQueues) {
  EXPECT_EQ(parse_sysvipc_msg(kQueues),
            (std::vector<MessageQueue>{{{1499461733, 9, 0600, 1, 2, 3, 4, 1795366601}, 20, 2, 11, 12, 5, 6}}));
}

TEST(ProcSysvipc, PassesOverWhatIsMalformed) {
  EXPECT_TRUE(parse_sysvipc_sem("1 2 999 3 1 2 3 4 5 6\n").empty());  // 9 is no octal digit
  EXPECT_EQ(parse_sysvipc_sem("x\n" + std::string(kSemaphores)).size(), 1U);
}

TEST(ProcSysvipc, PrefixesNeverCrash) {
  test::for_every_prefix(kMemory, [](std::string_view prefix) { parse_sysvipc_shm(prefix); });
  test::for_every_prefix(kSemaphores, [](std::string_view prefix) { parse_sysvipc_sem(prefix); });
  test::for_every_prefix(kQueues, [](std::string_view prefix) { parse_sysvipc_msg(prefix); });
}

}  // namespace
}  // namespace nd
