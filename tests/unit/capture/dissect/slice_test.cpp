#include "capture/dissect/slice.h"

#include <gtest/gtest.h>

namespace nd::capture {
namespace {

constexpr std::uint8_t kBytes[] = {1, 2, 3, 4, 5, 6, 7, 8};

TEST(SliceReads, AreInBothOrders) {
  const Slice in{Bytes(kBytes)};
  EXPECT_EQ(in.b16(), 0x0102);
  EXPECT_EQ(in.l16(), 0x0201);
  EXPECT_EQ(in.b24(1), 0x020304U);
  EXPECT_EQ(in.b32(4), 0x05060708U);
  EXPECT_EQ(in.b64(), 0x0102030405060708U);
  EXPECT_EQ(in.l64(), 0x0807060504030201U);
}

TEST(SliceReads, ThrowPastTheCapture) {
  const Slice in(kBytes, 3, 8);  // three of eight bytes were captured
  EXPECT_EQ(in.b16(1), 0x0203);
  EXPECT_THROW(static_cast<void>(in.b16(2)), Truncated);
  EXPECT_THROW(static_cast<void>(in.u8(3)), Truncated);
  EXPECT_THROW(static_cast<void>(in.u8(~std::size_t{0})), Truncated);
  EXPECT_EQ(in.peek(3), 0);
}

TEST(SliceReads, MayPassTheClaim) {
  const Slice in = Slice(kBytes, 8, 8).with_length(2);
  EXPECT_EQ(in.u8(5), 6);
  EXPECT_EQ(in.bytes().size(), 2U);
}

TEST(SliceParts, KeepBothEnds) {
  const Slice in(kBytes, 6, 8);
  EXPECT_EQ(in.after(4).length(), 4U);
  EXPECT_EQ(in.after(4).captured(), 2U);
  EXPECT_EQ(in.after(7).captured(), 0U);
  EXPECT_EQ(in.after(100).length(), 0U);
  EXPECT_EQ(in.clipped(3).captured(), 3U);
  EXPECT_THROW(static_cast<void>(in.clipped(3).u8(3)), Truncated);
}

}  // namespace
}  // namespace nd::capture
