#include "common/render/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <array>

namespace nd {
namespace {

std::string by_glibc(int family, const void* bytes) {
  char text[INET6_ADDRSTRLEN];
  return inet_ntop(family, bytes, text, sizeof text);
}

std::string ours_v6(const std::array<std::uint8_t, 16>& bytes) {
  TextBuffer out;
  append_ipv6(out, bytes.data());
  return std::string(out.view());
}

TEST(RenderAddress, every_octet_as_glibc_does) {
  for (unsigned i = 0; i < 256; ++i) {
    const auto octet = static_cast<std::uint8_t>(i);
    const std::array<std::uint8_t, 4> bytes = {octet, static_cast<std::uint8_t>(255 - i), 0, octet};
    TextBuffer out;
    append_ipv4(out, bytes.data());
    EXPECT_EQ(out.view(), by_glibc(AF_INET, bytes.data()));
  }
}

// Every pattern of zero groups, with long and short others: where :: goes is the hard part (RFC 5952 section 4.2).
TEST(RenderAddress, every_pattern_of_zero_groups_as_glibc_does) {
  for (unsigned pattern = 0; pattern < 256; ++pattern) {
    for (const unsigned group : {0x1U, 0x20U, 0x300U, 0xfe80U, 0xffffU}) {
      std::array<std::uint8_t, 16> bytes{};
      for (unsigned i = 0; i < 8; ++i) {
        if ((pattern >> i & 1U) == 0) continue;
        bytes[2 * i] = static_cast<std::uint8_t>(group >> 8);
        bytes[2 * i + 1] = static_cast<std::uint8_t>(group);
      }
      EXPECT_EQ(ours_v6(bytes), by_glibc(AF_INET6, bytes.data())) << pattern;
    }
  }
}

TEST(RenderAddress, mapped_and_compatible_addresses_end_in_a_dotted_quad) {
  EXPECT_EQ(ours_v6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1}), "::ffff:192.0.2.1");
  EXPECT_EQ(ours_v6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1}), "::192.0.2.1");
  EXPECT_EQ(ours_v6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), "::1");
}

TEST(RenderAddress, a_mac_has_two_digits_a_byte) {
  EXPECT_EQ(to_string(Mac{{0x00, 0x0a, 0xbb, 0xc0, 0x01, 0xff}}), "00:0a:bb:c0:01:ff");
}

}  // namespace
}  // namespace nd
