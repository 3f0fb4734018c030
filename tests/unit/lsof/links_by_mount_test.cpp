#include "lsof/fdtypes/links_by_mount.h"

#include <gtest/gtest.h>

namespace nd::lsof {
namespace {

std::string fdinfo(int mount, int inode, std::string_view more = {}) {
  return "pos:\t0\nflags:\t02\nmnt_id:\t" + std::to_string(mount) + "\nino:\t" + std::to_string(inode) + "\n" +
         std::string(more);
}

TEST(LinksByMount, KnowsNothingBeforeItHasSeenALink) {
  LinksByMount links;
  EXPECT_EQ(links.of(fdinfo(8, 77)), "");
  links.note(fdinfo(30, 5), "/tmp/file");
  EXPECT_EQ(links.of(fdinfo(30, 5)), "");
}

TEST(LinksByMount, TellsWhatLiesOnTheKernelsOwnMounts) {
  LinksByMount links;
  links.note(fdinfo(8, 77), "socket:[77]");
  links.note(fdinfo(13, 5), "pipe:[5]");
  EXPECT_EQ(links.of(fdinfo(8, 78)), "socket:[78]");
  EXPECT_EQ(links.of(fdinfo(13, 6)), "pipe:[6]");
  EXPECT_EQ(links.of(fdinfo(30, 5)), "") << "a file";
}

TEST(LinksByMount, OfWhatSharesAnInodeOnlyEventfdsAreKnown) {
  LinksByMount links;
  links.note(fdinfo(14, 9, "eventfd-count: 0\neventfd-id: 3\n"), "anon_inode:[eventfd]");
  EXPECT_EQ(links.of(fdinfo(14, 9, "eventfd-id: 4\n")), "anon_inode:[eventfd]");
  EXPECT_EQ(links.of(fdinfo(14, 9, "tfd: 3\n")), "") << "an epoll instance";
}

TEST(LinksByMount, LearnsNothingFromKernelsWithoutInodes) {
  LinksByMount links;
  links.note("pos:\t0\nflags:\t02\nmnt_id:\t8\n", "socket:[77]");
  EXPECT_EQ(links.of("pos:\t0\nflags:\t02\nmnt_id:\t8\n"), "");
  links.note(fdinfo(8, 77), "socket:[77]");
  EXPECT_EQ(links.of("pos:\t0\nflags:\t02\nmnt_id:\t8\n"), "");
}

}  // namespace
}  // namespace nd::lsof
