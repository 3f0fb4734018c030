#include "common/base/text_buffer.h"

#include <gtest/gtest.h>

#include <string>

namespace nd {
namespace {

TEST(TextBuffer, appends_text_and_numbers) {
  TextBuffer out;
  out.put("n=").dec(-5).put(' ').hex(0xbeef).put(' ').hex(7, 2).put(std::string_view{});
  EXPECT_EQ(out.view(), "n=-5 beef 07");
}

TEST(TextBuffer, aligns) {
  TextBuffer out;
  out.left("ab", 4).put('|').right("ab", 4).put('|').dec(42, 5).put('|').dec(42, 5, '0').put('|').left("abc", 2);
  EXPECT_EQ(out.view(), "ab  |  ab|   42|00042|abc");
}

TEST(TextBuffer, grows_and_keeps_its_text) {
  TextBuffer out(1);
  std::string expected;
  for (int i = 0; i < 2000; ++i) {
    out.dec(i).put(',');
    expected += std::to_string(i) + ",";
  }
  EXPECT_EQ(out.view(), expected);
}

TEST(TextBuffer, takes_what_was_stored_through_a_pointer) {
  TextBuffer out;
  char* at = out.reserve(3);
  *at++ = 'x';
  *at++ = 'y';
  out.commit_to(at);
  EXPECT_EQ(out.view(), "xy");
  out.reserve(1)[0] = 'z';
  out.commit(1);
  EXPECT_EQ(out.view(), "xyz");
}

TEST(TextBuffer, cuts_back_but_never_forth) {
  TextBuffer out;
  out.put("abcdef").truncate(3);
  EXPECT_EQ(out.view(), "abc");
  out.truncate(5);
  EXPECT_EQ(out.view(), "abc");
  out.clear();
  EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace nd
