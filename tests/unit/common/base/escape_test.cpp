#include "common/base/escape.h"

#include <gtest/gtest.h>

namespace nd {
namespace {

struct Row {
  const char* name;
  std::string_view bytes;
  std::string_view shown;
};
class Escaped : public testing::TestWithParam<Row> {};

TEST_P(Escaped, is_shown_as) {
  EXPECT_EQ(escaped(GetParam().bytes), GetParam().shown);
  EXPECT_EQ(is_safe_text(GetParam().bytes), GetParam().bytes == GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    Base, Escaped,
    testing::Values(
        Row{"plain", "a path", "a path"}, Row{"nothing", "", ""},
        Row{"backslash_stays", "system-\\x2d.slice", "system-\\x2d.slice"},
        Row{"two_bytes", "caf\xc3\xa9", "caf\xc3\xa9"}, Row{"four_bytes", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        Row{"newline", "a\nb", "a\\x0ab"}, Row{"tab", "\t", "\\x09"}, Row{"delete", "\x7f", "\\x7f"},
        Row{"terminal_sequence", "\x1b[2J", "\\x1b[2J"}, Row{"nul", std::string_view("a\0b", 3), "a\\x00b"},
        Row{"c1_control", "\xc2\x9b", "\\xc2\\x9b"}, Row{"right_to_left_override", "\xe2\x80\xae", "\\xe2\\x80\\xae"},
        Row{"isolate", "\xe2\x81\xa6", "\\xe2\\x81\\xa6"}, Row{"line_separator", "\xe2\x80\xa8", "\\xe2\\x80\\xa8"},
        Row{"zero_width_space", "\xe2\x80\x8b", "\\xe2\\x80\\x8b"},
        Row{"byte_order_mark", "\xef\xbb\xbf", "\\xef\\xbb\\xbf"},
        Row{"tag_character", "\xf3\xa0\x81\x81", "\\xf3\\xa0\\x81\\x81"}, Row{"lone_continuation", "\x80", "\\x80"},
        Row{"cut_character", "\xe2\x82", "\\xe2\\x82"}, Row{"overlong_slash", "\xc0\xaf", "\\xc0\\xaf"},
        Row{"surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
        Row{"past_the_last_code_point", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
        Row{"invalid_between_valid", "\xc3\xa9\xff\xc3\xa9", "\xc3\xa9\\xff\xc3\xa9"}),
    [](const auto& tested) { return tested.param.name; });

TEST(NextUtf8, takes_one_byte_of_what_is_invalid) {
  EXPECT_EQ(next_utf8("\xe2\x82z").size, 1U);
  EXPECT_FALSE(next_utf8("\xe2\x82z").valid);
}

TEST(NextUtf8, decodes_each_length) {
  EXPECT_EQ(next_utf8("a").code_point, U'a');
  EXPECT_EQ(next_utf8("\xc3\xa9").code_point, U'\u00e9');
  EXPECT_EQ(next_utf8("\xe2\x82\xac").code_point, U'\u20ac');
  EXPECT_EQ(next_utf8("\xf0\x9f\x98\x80").code_point, U'\U0001f600');
}

}  // namespace
}  // namespace nd
