#include "common/base/checksum.h"

#include <gtest/gtest.h>

#include <vector>

namespace nd {
namespace {

// The definition, a word at a time: RFC 1071 section 1.
std::uint16_t by_definition(Bytes bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    sum += static_cast<std::uint32_t>(bytes[i]) << 8 | (i + 1 < bytes.size() ? bytes[i + 1] : 0U);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return static_cast<std::uint16_t>(~sum);
}

TEST(InternetChecksum, of_the_example_in_rfc_1071) {
  const std::vector<std::uint8_t> bytes = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
  EXPECT_EQ(internet_checksum(bytes), static_cast<std::uint16_t>(~0xddf2));
}

TEST(InternetChecksum, of_every_length_agrees_with_the_definition) {
  std::vector<std::uint8_t> bytes;
  for (unsigned i = 0; i < 300; ++i) {
    EXPECT_EQ(internet_checksum(bytes), by_definition(bytes)) << i;
    bytes.push_back(static_cast<std::uint8_t>(251 * i + 255));
  }
}

TEST(InternetChecksum, of_nothing_but_ones_carries) {
  const std::vector<std::uint8_t> bytes(64, 0xff);
  EXPECT_EQ(internet_checksum(bytes), 0);
}

TEST(InternetChecksum, over_data_with_its_checksum_is_zero) {
  std::vector<std::uint8_t> bytes = {8, 0, 0, 0, 0x12, 0x34, 0, 1, 'a', 'b', 'c', 'd'};
  const std::uint16_t sum = internet_checksum(bytes);
  bytes[2] = static_cast<std::uint8_t>(sum >> 8);
  bytes[3] = static_cast<std::uint8_t>(sum);
  EXPECT_EQ(internet_checksum(bytes), 0);
}

TEST(InternetChecksum, adds_pieces_and_words) {
  const std::vector<std::uint8_t> bytes = {1, 2, 3, 4, 5, 6, 0, 17, 7, 8, 9};
  const Bytes all = bytes;
  EXPECT_EQ(InternetChecksum{}.add(all.first(6)).add16(17).add(all.last(3)).value(), internet_checksum(all));
}

}  // namespace
}  // namespace nd
