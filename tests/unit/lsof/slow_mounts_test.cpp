#include "lsof/slow_mounts.h"

#include <gtest/gtest.h>

namespace nd::lsof {
namespace {

TEST(SlowMounts, AreThoseWithAServer) {
  for (const std::string_view type : {"nfs", "nfs4", "fuse", "fuse.sshfs", "fuseblk", "cifs", "9p", "autofs"}) {
    EXPECT_TRUE(can_block(type)) << type;
  }
  for (const std::string_view type : {"ext4", "tmpfs", "overlay", "proc", "fusectl", "nfsd"}) {
    EXPECT_FALSE(can_block(type)) << type;
  }
}

TEST(SlowMounts, APathLiesOnTheLongestMountAndTheLastOfThose) {
  const Mount root{.id = 1, .point = "/", .type = "ext4"};
  const Mount data{.id = 2, .point = "/data", .type = "ext4"};
  const Mount over{.id = 3, .point = "/data", .type = "nfs4"};
  const std::vector mounts{root, data, over};
  EXPECT_EQ(mount_of("/data/file", mounts)->id, 3);
  EXPECT_EQ(mount_of("/data", mounts)->id, 3);
  EXPECT_EQ(mount_of("/database", mounts)->id, 1);
  EXPECT_EQ(mount_of("/x", {}), nullptr);
}

}  // namespace
}  // namespace nd::lsof
