#include "common/base/byte_reader.h"

#include <gtest/gtest.h>

#include <array>

namespace nd {
namespace {

constexpr std::array<std::uint8_t, 8> kBytes = {1, 2, 3, 4, 5, 6, 7, 8};

TEST(ByteReader, reads_both_byte_orders) {
  EXPECT_EQ(ByteReader(kBytes).u8(), 0x01);
  EXPECT_EQ(ByteReader(kBytes).b16(), 0x0102);
  EXPECT_EQ(ByteReader(kBytes).b24(), 0x010203U);
  EXPECT_EQ(ByteReader(kBytes).b32(), 0x01020304U);
  EXPECT_EQ(ByteReader(kBytes).b64(), 0x0102030405060708U);
  EXPECT_EQ(ByteReader(kBytes).l16(), 0x0201);
  EXPECT_EQ(ByteReader(kBytes).l32(), 0x04030201U);
  EXPECT_EQ(ByteReader(kBytes).l64(), 0x0807060504030201U);
}

TEST(ByteReader, counts_what_was_consumed) {
  ByteReader in{kBytes};
  in.skip(3);
  in.b16();
  EXPECT_EQ(in.consumed(), 5U);
  EXPECT_EQ(in.remaining(), 3U);
  EXPECT_EQ(in.peek(), 6);
  EXPECT_EQ(in.rest().size(), 3U);
}

TEST(ByteReader, yields_zeros_after_the_end_and_remembers) {
  ByteReader in{Bytes(kBytes).first(3)};
  EXPECT_EQ(in.b32(), 0U);
  EXPECT_TRUE(in.truncated());
  EXPECT_EQ(in.u8(), 0);
  EXPECT_TRUE(in.empty());
  EXPECT_EQ(in.consumed(), 3U);
}

TEST(ByteReader, peeking_past_the_end_is_no_truncation) {
  const ByteReader in{kBytes};
  EXPECT_EQ(in.peek(7), 8);
  EXPECT_EQ(in.peek(8), 0);
  EXPECT_FALSE(in.truncated());
}

TEST(ByteReader, takes_nothing_from_nothing) {
  ByteReader in{Bytes{}};
  EXPECT_TRUE(in.take(0).empty());
  EXPECT_FALSE(in.truncated());
  EXPECT_TRUE(in.take(1).empty());
  EXPECT_TRUE(in.truncated());
}

TEST(ByteReader, is_truncated_exactly_when_a_prefix_is_too_short) {
  for (std::size_t size = 0; size <= kBytes.size(); ++size) {
    ByteReader in{Bytes(kBytes).first(size)};
    in.b16();
    in.l32();
    in.u8();
    EXPECT_EQ(in.truncated(), size < 7) << size;
  }
}

}  // namespace
}  // namespace nd
