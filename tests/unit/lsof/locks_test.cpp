#include "lsof/locks.h"

#include <gtest/gtest.h>

namespace nd::lsof {
namespace {

constexpr std::string_view kLocks =
    "1: POSIX  ADVISORY  WRITE 100 fe:00:5 0 EOF\n"
    "2: POSIX  ADVISORY  READ 100 fe:00:6 10 19\n"
    "3: -> POSIX  ADVISORY  WRITE 101 fe:00:5 0 EOF\n"
    "4: OFDLCK ADVISORY  WRITE -1 fe:00:7 0 EOF\n"
    "5: FLOCK  ADVISORY  WRITE 100 00:2a:8 0 EOF\n";

TEST(Locks, LettersSayWhatAndHowMuch) {
  const Locks locks(kLocks);
  EXPECT_EQ(locks.letter(100, {0xfe, 0}, 5), 'W');
  EXPECT_EQ(locks.letter(100, {0xfe, 0}, 6), 'r');
  EXPECT_EQ(locks.letter(101, {0xfe, 0}, 5), ' ') << "waits for it only";
  EXPECT_EQ(locks.letter(100, {0xfe, 1}, 5), ' ') << "the same inode elsewhere";
}

TEST(Locks, TheLastOfSeveralCounts) {
  const Locks locks("1: POSIX  ADVISORY  WRITE 100 fe:00:5 20 29\n2: POSIX  ADVISORY  READ 100 fe:00:5 0 9\n");
  EXPECT_EQ(locks.letter(100, {0xfe, 0}, 5), 'r');
}

TEST(Locks, SomeOnlyTheDescriptorKnows) {
  const Locks locks(kLocks);
  EXPECT_FALSE(locks.needs_fdinfo({0xfe, 0}, 5));
  EXPECT_TRUE(locks.needs_fdinfo({0xfe, 0}, 7)) << "of an open file description";
  EXPECT_TRUE(locks.needs_fdinfo({0, 0x2b}, 8)) << "stat(2) names another device";
  EXPECT_FALSE(locks.concern(9));
}

}  // namespace
}  // namespace nd::lsof
