#include "common/parse/proc_pid_mountinfo.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::string_view kMount =
    "42 27 254:0 /run/a\\040b /mnt/tab\\011new\\012back\\134 rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard";

TEST(ProcPidMountinfo, ReadsEveryFieldAndUndoesEscapes) {
  const auto mount = parse_mountinfo_line(kMount);
  ASSERT_TRUE(mount);
  EXPECT_EQ(
      *mount,
      (Mount{42, 27, {254, 0}, "/run/a b", "/mnt/tab\tnew\nback\\", "rw,relatime", "ext4", "/dev/vda", "rw,discard"}));
}

TEST(ProcPidMountinfo, TakesAnEmptySourceAndNoOptionalFields) {
  const auto mount = parse_mountinfo_line("1 1 0:21 / / rw - tmpfs  rw,size=4k");
  ASSERT_TRUE(mount);
  EXPECT_EQ(mount->source, "");
  EXPECT_EQ(mount->super_options, "rw,size=4k");
}

TEST(ProcPidMountinfo, LeavesOutLinesItDoesNotUnderstand) {
  const std::string text = "nonsense\n" + std::string(kMount) + "\n1 1 0:21 / / rw shared:1 tmpfs none rw\n";
  EXPECT_EQ(parse_mountinfo(text).size(), 1U);
}

TEST(ProcPidMountinfo, OctalEscapesNeedThreeDigitsOfAByte) {
  EXPECT_EQ(unescape_octal("\\040"), " ");
  EXPECT_EQ(unescape_octal("\\04"), "\\04");
  EXPECT_EQ(unescape_octal("\\777"), "\\777");
  EXPECT_EQ(unescape_octal("a\\b\\"), "a\\b\\");
}

TEST(ProcPidMountinfo, PrefixesNeverCrash) {
  test::for_every_prefix(kMount, [](std::string_view prefix) { parse_mountinfo_line(prefix); });
}

}  // namespace
}  // namespace nd
