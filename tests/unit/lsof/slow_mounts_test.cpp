#include "lsof/slow_mounts.h"

#include <gtest/gtest.h>

namespace nd::lsof {
namespace {

Mount mount(std::int32_t id, std::string point) {
  Mount made;
  made.id = id;
  made.point = std::move(point);
  return made;
}

TEST(SlowMounts, AreThoseWithAServer) {
  for (const std::string_view type : {"nfs", "nfs4", "fuse", "fuse.sshfs", "fuseblk", "cifs", "9p", "autofs"}) {
    EXPECT_TRUE(can_block(type)) << type;
  }
  for (const std::string_view type : {"ext4", "tmpfs", "overlay", "proc", "fusectl", "nfsd"}) {
    EXPECT_FALSE(can_block(type)) << type;
  }
}

TEST(SlowMounts, APathLiesOnTheLongestMountAndTheLastOfThose) {
  const std::vector mounts{mount(1, "/"), mount(2, "/data"), mount(3, "/data")};
  EXPECT_EQ(mount_of("/data/file", mounts)->id, 3);
  EXPECT_EQ(mount_of("/data", mounts)->id, 3);
  EXPECT_EQ(mount_of("/database", mounts)->id, 1);
  EXPECT_EQ(mount_of("/x", {}), nullptr);
}

}  // namespace
}  // namespace nd::lsof
