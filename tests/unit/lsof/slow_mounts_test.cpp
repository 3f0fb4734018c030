#include "lsof/slow_mounts.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace nd::lsof {
namespace {

Mount mount(std::int32_t id, std::string point) {
  Mount made;
  made.id = id;
  made.point = std::move(point);
  return made;
}

TEST(SlowMounts, AreThoseWithAServer) {
  for (const std::string_view type : {"nfs", "nfs4", "fuse", "fuse.sshfs", "fuseblk", "cifs", "9p", "autofs", "ceph",
                                      "lustre", "beegfs", "gpfs", "pvfs2", "glusterfs", "ocfs2", "gfs2", ""}) {
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

Mount made_of(std::string point, std::string type, std::string options = {}) {
  Mount made = mount(1, std::move(point));
  made.type = std::move(type);
  made.super_options = std::move(options);
  return made;
}

TEST(SlowMounts, AnOverlayIsAsSlowAsItsLayers) {
  const MountTable table(
      {made_of("/", "overlay", "rw,lowerdir=/lower,upperdir=/up,workdir=/work"), made_of("/net", "nfs4"),
       made_of("/a", "overlay", "rw,lowerdir=/x:/net/lower,upperdir=/up,workdir=/work"),
       made_of("/b", "overlay", "rw,lowerdir=/x,upperdir=/net/b\\:c/up,workdir=/work"),
       made_of("/c", "overlay", "rw,lowerdir=/x,datadir+=/net/data"), made_of("/d", "overlay", "rw,lowerdir=/a/below"),
       made_of("/e", "overlay", "rw,lowerdir=l/X:l/Y"), made_of("/f", "overlay", "rw,lowerdir=/netted")});
  for (const std::string_view path : {"/net/x", "/a/x", "/b/x", "/c/x", "/d/x"})
    EXPECT_TRUE(table.slow_of(path)) << path;
  for (const std::string_view path : {"/x", "/e/x", "/f/x", "/nets"}) EXPECT_FALSE(table.slow_of(path)) << path;
}

TEST(SlowMounts, LayersOfAContainerLieWithUs) {
  const std::vector host{made_of("/", "ext4"), made_of("/var/lib/layers", "fuse.images")};
  const MountTable container({made_of("/", "overlay", "rw,lowerdir=/var/lib/layers/1:/var/lib/layers/2")}, host);
  EXPECT_TRUE(container.slow_of("/bin/sh"));
}

TEST(SlowMounts, APointMayLieBehindASlowOne) {
  const MountTable table(
      {made_of("/", "ext4"), made_of("/net", "nfs"), made_of("/net/a/sub", "tmpfs"), made_of("/t", "tmpfs")});
  EXPECT_TRUE(table.has_slow_above(table.all()[2]));
  EXPECT_FALSE(table.has_slow_above(table.all()[1]));
  EXPECT_FALSE(table.has_slow_above(table.all()[3]));
}

TEST(SlowMounts, WhatIsNotKnownMayBeSlow) {
  EXPECT_TRUE(MountTable::unknown().slow_of("/etc/passwd"));
  char name[] = "/tmp/nd-proc-XXXXXX";
  ASSERT_NE(::mkdtemp(name), nullptr);
  const std::string folder(name);
  ASSERT_EQ(::mkdir((folder + "/7").c_str(), 0700), 0);
  const auto proc = ProcRoot::open(folder);
  ASSERT_TRUE(proc);
  const auto process = HeldProcess::open(*proc, 7);
  ASSERT_TRUE(process);
  SlowMounts mounts;
  mounts.enter(*process);
  EXPECT_TRUE(mounts.of("/etc/passwd"));
  EXPECT_FALSE(mounts.of("pipe:[1]"));
  ::rmdir((folder + "/7").c_str());
  ::rmdir(folder.c_str());
}

}  // namespace
}  // namespace nd::lsof
