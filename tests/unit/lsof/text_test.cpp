#include "lsof/text.h"

#include <gtest/gtest.h>

#include <string>

namespace nd::lsof {
namespace {

std::string name(std::string_view text, bool utf8) {
  TextBuffer out;
  append_name(out, text, utf8);
  return std::string(out.view());
}

struct NameCase {
  const char* label;
  std::string_view text;
  std::string_view shown;        // where UTF-8 is
  std::string_view shown_ascii;  // elsewhere
};

class Name : public testing::TestWithParam<NameCase> {};

TEST_P(Name, IsShownAs) {
  EXPECT_EQ(name(GetParam().text, true), GetParam().shown);
  EXPECT_EQ(name(GetParam().text, false), GetParam().shown_ascii);
}

INSTANTIATE_TEST_SUITE_P(
    Text, Name,
    testing::Values(NameCase{"plain", "/a b/c", "/a b/c", "/a b/c"},
                    NameCase{"letters_of_c", "\b\f\n\r\t", "\\b\\f\\n\\r\\t", "\\b\\f\\n\\r\\t"},
                    NameCase{"other_controls", "\x01\x1b[31m", "^A^[[31m", "^A^[[31m"},
                    NameCase{"delete", "\x7f", "\\x7f", "\\x7f"}, NameCase{"backslash", "a\\b", "a\\\\b", "a\\\\b"},
                    NameCase{"umlaut", "\xc3\xa4", "\xc3\xa4", "\\xc3\\xa4"},
                    NameCase{"not_utf8", "\xff\xfe", "\\xff\\xfe", "\\xff\\xfe"},
                    NameCase{"c1_control", "\xc2\x85", "\\xc2\\x85", "\\xc2\\x85"},
                    NameCase{"bidi_override", "\xe2\x80\xae", "\\xe2\\x80\\xae", "\\xe2\\x80\\xae"},
                    NameCase{"cut_character", "\xc3", "\\xc3", "\\xc3"}),
    [](const auto& tested) { return std::string(tested.param.label); });

struct CommandCase {
  const char* label;
  std::string_view text;
  std::size_t limit;
  std::string_view shown;
  std::size_t width;
};

class Command : public testing::TestWithParam<CommandCase> {};

TEST_P(Command, IsOneWordCutBetweenEscapes) {
  TextBuffer out;
  append_command(out, GetParam().text, GetParam().limit);
  EXPECT_EQ(out.view(), GetParam().shown);
  EXPECT_EQ(command_width(GetParam().text, GetParam().limit), GetParam().width);
}

INSTANTIATE_TEST_SUITE_P(Text, Command,
                         testing::Values(CommandCase{"short", "bash", 9, "bash", 4},
                                         CommandCase{"cut", "fifteencharsxyz", 9, "fifteench", 9},
                                         CommandCase{"blank", "a b", 9, "a\\x20b", 6},
                                         CommandCase{"no_half_escape", "\xff\xff\xff", 9, "\\xff\\xff", 9},
                                         CommandCase{"never_utf8", "\xc3\xa4", 9, "\\xc3\\xa4", 8}),
                         [](const auto& tested) { return std::string(tested.param.label); });

}  // namespace
}  // namespace nd::lsof
