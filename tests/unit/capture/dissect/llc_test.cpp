#include "capture/dissect/llc.h"

#include <gtest/gtest.h>

#include <array>

namespace nd::capture {
namespace {

TEST(LlcHeader, OfAnUnnumberedFrameIsThreeBytes) {
  constexpr std::array<std::uint8_t, 3> kBytes{0x43, 0xab, 0xbf};
  const LlcHeader header = parse_llc(Slice{Bytes(kBytes)});
  EXPECT_EQ(header.dsap, 0x43);
  EXPECT_EQ(header.ssap, 0xab);
  EXPECT_TRUE(header.unnumbered);
  EXPECT_EQ(header.control, 0xbf);
  EXPECT_EQ(header.length, 3U);
}

TEST(LlcHeader, OfANumberedFrameHasALittleEndianControl) {
  constexpr std::array<std::uint8_t, 4> kBytes{0x04, 0x04, 0x01, 0x80};
  const LlcHeader header = parse_llc(Slice{Bytes(kBytes)});
  EXPECT_FALSE(header.unnumbered);
  EXPECT_EQ(header.control, 0x8001);
  EXPECT_EQ(header.length, 4U);
}

TEST(LlcHeader, IsNeverReadPastTheCapture) {
  constexpr std::array<std::uint8_t, 4> kBytes{0x04, 0x04, 0x01, 0x80};
  for (std::size_t captured = 0; captured < kBytes.size(); ++captured)
    EXPECT_THROW(static_cast<void>(parse_llc(Slice(kBytes.data(), captured, kBytes.size()))), Truncated) << captured;
}

}  // namespace
}  // namespace nd::capture
