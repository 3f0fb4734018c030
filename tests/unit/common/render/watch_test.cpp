#include "common/render/watch.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace nd {
namespace {

std::string round_of(Watch& watch, std::initializer_list<std::string> rows) {
  TextBuffer out;
  watch.begin_round(2);
  out.put("Heading\n");
  for (const std::string& row : rows) {
    const std::size_t start = out.size();
    out.put(row);
    watch.row(out, start, "");
  }
  watch.end_round(out);
  return std::string(out.view());
}

TEST(Watch, marks_what_came_and_went) {
  Watch watch(false, false);
  EXPECT_EQ(round_of(watch, {"a\n", "b\n"}), "  Heading\n  a\n  b\n");
  EXPECT_EQ(round_of(watch, {"b\n", "c\n"}), "  Heading\n  b\n+ c\n- a\n");
  EXPECT_EQ(round_of(watch, {"b\n", "c\n"}), "  Heading\n  b\n  c\n");
}

TEST(Watch, shows_all_once_and_then_what_changed) {
  Watch watch(false, true);
  EXPECT_EQ(round_of(watch, {"a\n"}), "  Heading\n  a\n");
  EXPECT_EQ(round_of(watch, {"a\n"}), "  Heading\n");
  EXPECT_EQ(round_of(watch, {}), "  Heading\n- a\n");
}

TEST(Watch, counts_rows_that_are_the_same) {
  Watch watch(false, true);
  round_of(watch, {"a\n", "a\n"});
  EXPECT_EQ(round_of(watch, {"a\n", "a\n", "a\n"}), "  Heading\n+ a\n");
  EXPECT_EQ(round_of(watch, {"a\n"}), "  Heading\n- a\n- a\n");
}

TEST(Watch, marks_the_first_of_several_lines) {
  Watch watch(false, false);
  round_of(watch, {});
  EXPECT_EQ(round_of(watch, {"a\n more\n"}), "  Heading\n+ a\n   more\n");
}

TEST(Watch, adds_a_key_to_json) {
  Watch watch(true, false);
  TextBuffer out;
  watch.begin_round(1);
  out.put("{\"type\":\"x\",\"object\":{}}\n");
  watch.row(out, 0, "key");
  watch.end_round(out);
  EXPECT_EQ(out.view(), "{\"type\":\"x\",\"object\":{},\"change\":null}\n");
  out.clear();
  watch.begin_round(1);
  watch.end_round(out);
  EXPECT_EQ(out.view(), "{\"type\":\"x\",\"object\":{},\"change\":\"closed\"}\n");
}

TEST(Watch, knows_how_fast_a_counter_grows) {
  Watch watch(false, false);
  watch.begin_round(0);
  EXPECT_EQ(watch.rate("c", 10), std::nullopt);
  watch.begin_round(2);
  EXPECT_EQ(watch.rate("c", 13), 1.5);
  EXPECT_EQ(watch.rate("new", 13), std::nullopt);
  watch.begin_round(2);
  EXPECT_EQ(watch.rate("c", 3), std::nullopt);  // it began anew
}

TEST(Watch, leaves_out_what_a_screen_has_no_room_for) {
  Watch watch(false, false);
  TextBuffer out;
  Screen screen{10, 4};
  out.put("clear");
  watch.begin_round(1, out.size(), &screen);
  out.put("Heading\n");
  for (const char* row : {"a\n", "as wide as two\n", "b\n"}) {
    const std::size_t start = out.size();
    out.put(row);
    watch.row(out, start, "");
  }
  watch.end_round(out);
  EXPECT_EQ(out.view(), "clear  Heading\n  a\n  as wide as two\n");
}

TEST(Watch, knows_whether_a_gauge_has_changed) {
  Watch watch(false, false);
  watch.begin_round(0);
  EXPECT_FALSE(watch.has_changed("g", 10));
  watch.begin_round(1);
  EXPECT_TRUE(watch.has_changed("g", 3));
  watch.begin_round(1);
  EXPECT_FALSE(watch.has_changed("g", 3));
}

}  // namespace
}  // namespace nd
