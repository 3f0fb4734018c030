#include "common/parse/proc_pid_maps.h"

#include <gtest/gtest.h>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::string_view kLibrary =
    "7f1b2c000000-7f1b2c021000 r-xp 0001a000 fe:01 332835                     /usr/lib/a b.so (deleted)";

TEST(ProcPidMaps, ReadsEveryField) {
  const auto map = parse_maps_line(kLibrary);
  ASSERT_TRUE(map);
  EXPECT_EQ(*map, (Mapping{.start = 0x7f1b2c000000,
                           .end = 0x7f1b2c021000,
                           .readable = true,
                           .executable = true,
                           .offset = 0x1a000,
                           .device = {0xfe, 1},
                           .inode = 332835,
                           .path = "/usr/lib/a b.so (deleted)"}));
}

struct PathCase {
  const char* name;
  std::string_view rest;
  std::string_view path;
};

class MapsPath : public testing::TestWithParam<PathCase> {};

TEST_P(MapsPath, IsTheRestOfTheLine) {
  const auto map = parse_maps_line("1000-2000 rw-s 00000000 00:01 5" + std::string(GetParam().rest));
  ASSERT_TRUE(map);
  EXPECT_TRUE(map->shared);
  EXPECT_EQ(map->path, GetParam().path);
}

INSTANTIATE_TEST_SUITE_P(ProcPidMaps, MapsPath,
                         testing::Values(PathCase{"none", "", ""}, PathCase{"blank_after_inode", " ", ""},
                                         PathCase{"heap", "    [heap]", "[heap]"},
                                         PathCase{"newline", " /a\\012b\\012", "/a\nb\n"},
                                         PathCase{"other_escapes_stay", " /a\\040b", "/a\\040b"},
                                         PathCase{"trailing_blanks", " /a  ", "/a  "}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(ProcPidMaps, RefusesWhatIsNoMapping) {
  EXPECT_FALSE(parse_maps_line("1000 rw-s 0 00:01 5 /x"));
  EXPECT_FALSE(parse_maps_line("1000-2000 rw 0 00:01 5 /x"));
  EXPECT_FALSE(parse_maps_line("1000-2000 rw-s 0 0001 5 /x"));
  EXPECT_FALSE(parse_maps_line("1000-2000 rw-s 0 00:01 x /x"));
}

TEST(ProcPidMaps, PrefixesNeverCrash) {
  test::for_every_prefix(kLibrary, [](std::string_view prefix) { parse_maps_line(prefix); });
}

}  // namespace
}  // namespace nd
