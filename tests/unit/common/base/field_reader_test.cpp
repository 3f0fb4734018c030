#include "common/base/field_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nd {
namespace {

TEST(FieldReader, splits_at_blanks_tabs_and_separators) {
  FieldReader in{"  12: 0100007F:0050\tab "};
  EXPECT_EQ(in.word(), "12");
  EXPECT_EQ(in.word(), "0100007F");
  EXPECT_EQ(in.word(), "0050");
  EXPECT_EQ(in.word(), "ab");
  EXPECT_TRUE(in.at_end());
  EXPECT_TRUE(in.ok());
}

TEST(FieldReader, reads_numbers_in_three_bases) {
  FieldReader in{"42 2A 52 -7"};
  EXPECT_EQ(in.dec<std::uint8_t>(), 42);
  EXPECT_EQ(in.hex<std::uint8_t>(), 42);
  EXPECT_EQ(in.oct<std::uint8_t>(), 42);
  EXPECT_EQ(in.dec<int>(), -7);
  EXPECT_TRUE(in.ok());
}

struct BadField {
  const char* name;
  const char* text;
};
class FieldReaderFailure : public testing::TestWithParam<BadField> {};

TEST_P(FieldReaderFailure, is_sticky) {
  FieldReader in{GetParam().text};
  EXPECT_EQ(in.dec<std::uint8_t>(), 0);
  EXPECT_FALSE(in.ok());
  static_cast<void>(in.word());
  EXPECT_FALSE(in.ok());
}

INSTANTIATE_TEST_SUITE_P(Base, FieldReaderFailure,
                         testing::Values(BadField{"missing", ""}, BadField{"too_large", "256 1"},
                                         BadField{"no_number", "x 1"}, BadField{"trailing_letters", "1x 1"},
                                         BadField{"negative", "-1 1"}, BadField{"plus_sign", "+1 1"}),
                         [](const auto& tested) { return tested.param.name; });

TEST(FieldReader, keeps_the_rest_of_the_line) {
  FieldReader in{"7 /a path: with blanks", " "};
  in.skip(1);
  EXPECT_EQ(in.rest(), " /a path: with blanks");
}

TEST(ForEachLine, counts_a_last_line_without_newline) {
  std::vector<std::string> lines;
  for_each_line("a\n\nb", [&](std::string_view line) { lines.emplace_back(line); });
  EXPECT_EQ(lines, (std::vector<std::string>{"a", "", "b"}));
}

TEST(ForEachLine, does_not_invent_a_line_after_the_last_newline) {
  int lines = 0;
  for_each_line("a\n", [&](std::string_view) { ++lines; });
  for_each_line("", [&](std::string_view) { ++lines; });
  EXPECT_EQ(lines, 1);
}

}  // namespace
}  // namespace nd
