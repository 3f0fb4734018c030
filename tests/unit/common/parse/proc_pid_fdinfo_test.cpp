#include "common/parse/proc_pid_fdinfo.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::string_view kHead = "pos:\t4096\nflags:\t02100001\nmnt_id:\t27\nino:\t10952849\n";

TEST(ProcPidFdinfo, ReadsTheCommonPart) {
  EXPECT_EQ(parse_fdinfo(kHead), (FdInfo{4096, 02100001, 27, 10952849}));
  EXPECT_EQ(parse_fdinfo("pos:\t-1\nflags:\t00\n"), (FdInfo{-1, 0, 0, 0})) << "an old kernel";
  EXPECT_FALSE(parse_fdinfo("pos:\t0\n"));
  EXPECT_FALSE(parse_fdinfo("pos:\tx\nflags:\t00\n"));
}

TEST(ProcPidFdinfo, FindsAValueByItsKey) {
  constexpr std::string_view kText = "eventfd-count:                7\neventfd-id: 1\n";
  EXPECT_EQ(fdinfo_value(kText, "eventfd-count"), "7");
  EXPECT_EQ(fdinfo_value(kText, "eventfd-id"), "1");
  EXPECT_EQ(fdinfo_value(kText, "eventfd"), std::nullopt);
}

TEST(ProcPidFdinfo, ReadsEpollTargetsOldAndNew) {
  const auto targets =
      parse_epoll_targets(std::string(kHead) +
                          "tfd:        3 events: 80000019 data: ffffffffffffffff  pos:0 ino:40e sdev:10\n"
                          "tfd:       12 events:       1d data:                c\n"
                          "tfd:        x events:       19 data:                3\n");
  ASSERT_EQ(targets.size(), 2U);
  EXPECT_EQ(targets[0], (EpollTarget{3, 0x80000019, 0xffffffffffffffff, 0, 0x40e, Device{0, 0x10}}));
  EXPECT_EQ(targets[1], (EpollTarget{12, 0x1d, 0xc, 0, 0, {}}));
}

TEST(ProcPidFdinfo, ReadsInotifyWatches) {
  const auto watches = parse_inotify_watches(
      "inotify wd:1a ino:3c51a sdev:fe00000 mask:100 ignored_mask:0 fhandle-bytes:8 fhandle-type:1 f_handle:1a\n");
  ASSERT_EQ(watches.size(), 1U);
  EXPECT_EQ(watches[0], (InotifyWatch{0x1a, 0x3c51a, Device{0xfe, 0}, 0x100}));  // a handle that is cut is none
  const auto whole = parse_inotify_watches(
      "inotify wd:1 ino:2 sdev:3 mask:4 ignored_mask:0 fhandle-bytes:4 fhandle-type:81 f_handle:1ac50300\n");
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0], (InotifyWatch{1, 2, Device{0, 3}, 4, 0x81, std::string("\x1a\xc5\x03\0", 4)}));
}

TEST(ProcPidFdinfo, ReadsFanotifyMarksOfEachObject) {
  const auto marks = parse_fanotify_marks(
      "fanotify flags:0 event-flags:8000\n"
      "fanotify ino:3c51a sdev:fe00000 mflags:0 mask:20 ignored_mask:0 fhandle-bytes:8\n"
      "fanotify mnt_id:1b mflags:0 mask:40000000020 ignored_mask:0\n"
      "fanotify sdev:fe00000 mflags:0 mask:8 ignored_mask:0\n");
  ASSERT_EQ(marks.size(), 3U);
  using Object = FanotifyMark::Object;
  EXPECT_EQ(marks[0], (FanotifyMark{Object::kInode, 0x3c51a, 0, Device{0xfe, 0}, 0x20}));
  EXPECT_EQ(marks[1], (FanotifyMark{Object::kMount, 0, 0x1b, {}, 0x40000000020}));
  EXPECT_EQ(marks[2], (FanotifyMark{Object::kFileSystem, 0, 0, Device{0xfe, 0}, 8}));
}

constexpr std::string_view kTimer =
    "clockid: 1\nticks: 2\nsettime flags: 01\nit_value: (99, 990270411)\nit_interval: (5, 0)\n";

TEST(ProcPidFdinfo, ReadsTimers) {
  EXPECT_EQ(parse_timerfd(kTimer), (TimerState{1, 2, 1, 99'990'270'411, 5'000'000'000}));
  EXPECT_FALSE(parse_timerfd("clockid: 1\nticks: 2\nsettime flags: 01\nit_value: 99\nit_interval: (5, 0)\n"));
  EXPECT_FALSE(parse_timerfd(
      "clockid: 1\nticks: 2\nsettime flags: 01\nit_value: (9223372036854775807, 0)\nit_interval: (5, 0)\n"))
      << "more nanoseconds than fit";
}

TEST(ProcPidFdinfo, NamesSignalsByTheirBits) {
  EXPECT_EQ(parse_signal_set("sigmask:\t8000000000004002\n"), (std::vector{2, 15, 64}));
  EXPECT_TRUE(parse_signal_set("sigmask:\tnone\n").empty());
}

TEST(ProcPidFdinfo, ReadsLocks) {
  const auto locks = parse_fdinfo_locks(std::string(kHead) + "lock:\t1: FLOCK  ADVISORY  WRITE 7 fe:00:5 0 EOF\n");
  ASSERT_EQ(locks.size(), 1U);
  EXPECT_EQ(locks[0].kind, LockKind::kFlock);
}

TEST(ProcPidFdinfo, PrefixesNeverCrash) {
  const std::string text = std::string(kHead) + std::string(kTimer) +
                           "sigmask:\t4002\ntfd: 3 events: 19 data: 3  pos:0 ino:40e sdev:10\n"
                           "inotify wd:1 ino:3c51a sdev:fe00000 mask:100 ignored_mask:0\n"
                           "fanotify mnt_id:1b mflags:0 mask:20 ignored_mask:0\n";
  test::for_every_prefix(text, [](std::string_view prefix) {
    parse_fdinfo(prefix);
    parse_epoll_targets(prefix);
    parse_inotify_watches(prefix);
    parse_fanotify_marks(prefix);
    parse_timerfd(prefix);
    parse_signal_set(prefix);
    parse_fdinfo_locks(prefix);
  });
}

}  // namespace
}  // namespace nd
