#include "capture/dissect/dns_name.h"

#include <gtest/gtest.h>

namespace nd::capture {
namespace {

using namespace std::string_view_literals;

struct NameCase {
  std::string_view name;
  std::string_view message;
  std::uint32_t offset;
  std::string_view text;
  std::optional<std::uint32_t> end;
};

class PrintedName : public testing::TestWithParam<NameCase> {};

TEST_P(PrintedName, TextAndEnd) {
  TextBuffer text;
  const PrintOptions options;
  Printer p(text, options);
  const auto end = print_dns_name(p, Slice(as_bytes(GetParam().message)), GetParam().offset);
  EXPECT_EQ(text.view(), GetParam().text);
  EXPECT_EQ(end, GetParam().end);
}

INSTANTIATE_TEST_SUITE_P(
    DnsName, PrintedName,
    testing::Values(NameCase{"root", "\0"sv, 0, ".", 1}, NameCase{"labels", "\3www\2xy\0"sv, 0, "www.xy.", 8},
                    NameCase{"pointer_back", "\2xy\0\3www\xc0\0"sv, 4, "www.xy.", 10},
                    NameCase{"pointer_to_itself", "\xc0\0"sv, 0, "<BAD PTR>", std::nullopt},
                    NameCase{"pointer_ahead", "\xc0\4\0\0\1a\0"sv, 0, "<BAD PTR>", std::nullopt},
                    NameCase{"control_and_high_bytes", "\3\1\xe9z\0"sv, 0, "^AM-iz.", 5},
                    NameCase{"reserved_label_type", "\x80z"sv, 0, "<BAD LABEL TYPE>", std::nullopt},
                    NameCase{"bit_label", "\x41\x08\xab\0"sv, 0, "\\[xab/8].", 4},
                    NameCase{"cut_in_a_label", "\3ww"sv, 0, "ww", std::nullopt},
                    NameCase{"cut_in_a_pointer", "\xc0"sv, 0, "", std::nullopt}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(DnsName, SkipsWithoutFollowingPointers) {
  EXPECT_EQ(skip_dns_name(Slice(as_bytes("\3www\xc0\x09"sv)), 0), 6U);
  EXPECT_EQ(skip_dns_name(Slice(as_bytes("\3ww"sv)), 0), std::nullopt);
  EXPECT_EQ(skip_dns_name(Slice(as_bytes("\x80"sv)), 0), std::nullopt);
}

TEST(DnsName, KeepsTheBytesOfTheLabelsForJson) {
  TextBuffer text;
  EXPECT_EQ(append_dns_name(text, Slice(as_bytes("\2\xe9.\1b\0"sv)), 0), 6U);
  EXPECT_EQ(text.view(), "\xe9..b");
  text.clear();
  EXPECT_EQ(append_dns_name(text, Slice(as_bytes("\0"sv)), 0), 1U);
  EXPECT_EQ(text.view(), ".");
  EXPECT_EQ(append_dns_name(text, Slice(as_bytes("\xc0\0"sv)), 0), std::nullopt);
}

}  // namespace
}  // namespace nd::capture
