#include "capture/dissect/arp.h"

#include <gtest/gtest.h>

namespace nd::capture {
namespace {

constexpr std::uint8_t kRequest[] = {0,  1, 8, 0, 6, 4, 0, 1, 2, 0, 0,  0, 0, 1,
                                     10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2};

TEST(Arp, FindsTheFourAddressesByTheirLengths) {
  const ArpHeader header = parse_arp(Slice(Bytes(kRequest)));
  EXPECT_EQ(header.operation, arp_operation::kRequest);
  EXPECT_EQ(header.sender_hardware.data(), kRequest + 8);
  EXPECT_EQ(header.sender_protocol.data(), kRequest + 14);
  EXPECT_EQ(header.target_hardware.data(), kRequest + 18);
  EXPECT_EQ(header.target_protocol.data(), kRequest + 24);
  EXPECT_EQ(header.target_protocol.length(), 4U);
}

TEST(Arp, EveryPrefixIsCut) {
  for (std::size_t n = 0; n < sizeof kRequest; ++n)
    EXPECT_THROW(parse_arp(Slice(Bytes(kRequest).first(n))), Truncated) << n;
}

TEST(Arp, FrameRelayAddresses) {
  const auto text = [](std::initializer_list<std::uint8_t> bytes) {
    TextBuffer out;
    const PrintOptions options;
    Printer p(out, options);
    put_dlci(p, Slice(Bytes(bytes.begin(), bytes.size())));
    return std::string(out.view());
  };
  EXPECT_EQ(text({0x18, 0x41}), "DLCI 100");
  EXPECT_EQ(text({0x19, 0x41}), "<Invalid DLCI>");
  EXPECT_EQ(text({0x18}), "<Truncated>");
}

}  // namespace
}  // namespace nd::capture
