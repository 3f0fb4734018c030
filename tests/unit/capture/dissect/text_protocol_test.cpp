#include "capture/dissect/text_protocol.h"

#include <gtest/gtest.h>

#include <string>

namespace nd::capture {
namespace {

Slice slice(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), text.size()};
}

struct LineCase {
  const char* name;
  std::string_view text;
  TextLine::End end;
  std::uint32_t length;
  std::uint32_t next;
};

class TextLineTest : public testing::TestWithParam<LineCase> {};

TEST_P(TextLineTest, IsParsed) {
  const TextLine line = parse_text_line(slice(GetParam().text), 0);
  EXPECT_EQ(line.end, GetParam().end);
  if (line.end == TextLine::End::kBinary) return;
  EXPECT_EQ(line.length, GetParam().length);
  EXPECT_EQ(line.next, GetParam().next);
}

INSTANTIATE_TEST_SUITE_P(Lines, TextLineTest,
                         testing::Values(LineCase{"crlf", "ab\r\nc", TextLine::End::kWhole, 2, 4},
                                         LineCase{"lf", "ab\nc", TextLine::End::kWhole, 2, 3},
                                         LineCase{"tab", "a\tb\n", TextLine::End::kWhole, 3, 4},
                                         LineCase{"no_end", "abc", TextLine::End::kUnfinished, 3, 3},
                                         LineCase{"cr_at_the_end", "abc\r", TextLine::End::kBinary, 0, 0},
                                         LineCase{"lonely_cr", "ab\rc\n", TextLine::End::kBinary, 0, 0},
                                         LineCase{"control", "a\x01\n", TextLine::End::kBinary, 0, 0}),
                         [](const auto& tested) { return tested.param.name; });

TEST(TextLine, ThrowsWhereTheCaptureEndsInIt) {
  const std::string text = "GET / HTTP/1.1\r\n";
  const auto* at = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t captured = 0; captured < text.size(); ++captured)
    EXPECT_THROW(parse_text_line(Slice(at, captured, text.size()), 0), Truncated) << captured;
}

TEST(TextGrammar, KnowsMessagesFromBodies) {
  static constexpr std::string_view kCommands[] = {"GET"};
  constexpr TextGrammar kCodeFirst{kCommands, false};
  constexpr TextGrammar kCodeSecond{kCommands, true};
  EXPECT_TRUE(starts_text_message(slice("get x"), kCodeFirst));
  EXPECT_TRUE(starts_text_message(slice("200 fine"), kCodeFirst));
  EXPECT_FALSE(starts_text_message(slice("2000 fine"), kCodeFirst));
  EXPECT_TRUE(starts_text_message(slice("HTTP/1.1 200 OK"), kCodeSecond));
  EXPECT_FALSE(starts_text_message(slice("<html> 2 x"), kCodeSecond));
  EXPECT_FALSE(starts_text_message(slice(""), kCodeSecond));
  EXPECT_TRUE(starts_text_message(slice(""), TextGrammar{}));
}

}  // namespace
}  // namespace nd::capture
