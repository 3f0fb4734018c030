#include "ping/echo_packet.h"

#include <gtest/gtest.h>

#include "common/base/checksum.h"

namespace nd::ping {
namespace {

ProbeShape shape_of(std::size_t size, std::vector<std::uint8_t> pattern = {}) {
  ProbeShape shape{.ident = 0x1234, .size = size, .pattern = std::move(pattern), .cookie = {}};
  shape.cookie.fill(0xcc);
  return shape;
}

TEST(EchoRequest, HasARightChecksumForEverySequence) {
  EchoRequest request(shape_of(57));
  for (const int sequence : {0, 1, 255, 256, 65535}) {
    const Bytes message = request.with_sequence(static_cast<std::uint16_t>(sequence));
    EXPECT_EQ(internet_checksum(message), 0) << sequence;
    ByteReader in{message};
    const IcmpHeader header = read_icmp_header(in);
    EXPECT_EQ(header.type, icmp4::kEcho);
    EXPECT_EQ(header.id(), 0x1234);
    EXPECT_EQ(header.sequence(), sequence);
  }
}

TEST(EchoRequest, DataCountsUpBehindTheCookie) {
  const EchoRequest request(shape_of(20));
  EXPECT_EQ(request.payload()[15], 0xcc);
  EXPECT_EQ(request.payload()[16], 16);
  EXPECT_EQ(request.payload()[19], 19);
}

TEST(EchoRequest, APatternCountsFromTheFirstByte) {
  const EchoRequest request(shape_of(20, {1, 2, 3}));
  EXPECT_EQ(request.payload()[16], 2);
  EXPECT_EQ(request.payload()[17], 3);
  EXPECT_EQ(request.payload()[18], 1);
}

TEST(EchoRequest, SmallOnesKeepThePatternInsteadOfACookie) {
  const EchoRequest request(shape_of(4, {0xff}));
  EXPECT_FALSE(request.has_cookie());
  EXPECT_EQ(request.payload()[0], 0xff);
}

std::vector<std::uint8_t> reply_datagram() {
  std::vector<std::uint8_t> bytes = {0x45, 0, 0, 30, 0, 0, 0, 0, 55, 1, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1};
  std::vector<std::uint8_t> icmp = {0, 0, 0, 0, 0x12, 0x34, 0, 7, 'h', 'i'};
  const std::uint16_t sum = internet_checksum(icmp);
  icmp[2] = static_cast<std::uint8_t>(sum >> 8);
  icmp[3] = static_cast<std::uint8_t>(sum);
  bytes.insert(bytes.end(), icmp.begin(), icmp.end());
  return bytes;
}

TEST(Datagram, IsReadBehindItsIpHeader) {
  const auto bytes = reply_datagram();
  const auto datagram = parse_datagram(bytes, Family::kIpv4, true);
  ASSERT_TRUE(datagram);
  EXPECT_EQ(datagram->ttl, 55);
  EXPECT_EQ(datagram->header.sequence(), 7);
  EXPECT_EQ(datagram->message.size(), 10U);
  EXPECT_TRUE(datagram->checksum_ok);
}

TEST(Datagram, AFlippedByteBreaksTheChecksum) {
  auto bytes = reply_datagram();
  bytes.back() ^= 1;
  EXPECT_FALSE(parse_datagram(bytes, Family::kIpv4, true)->checksum_ok);
}

TEST(Datagram, EveryPrefixIsSafe) {
  const auto bytes = reply_datagram();
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_EQ(parse_datagram(Bytes(bytes).first(n), Family::kIpv4, true).has_value(), n >= 28) << n;
    EXPECT_EQ(parse_datagram(Bytes(bytes).first(n), Family::kIpv6, false).has_value(), n >= 8) << n;
  }
}

TEST(Quoted, NamesTheProbeAndItsDestination) {
  std::vector<std::uint8_t> bytes = {0x45, 0, 0,  84, 0, 0, 0, 0, 1, 1, 0, 0, 10, 0,
                                     0,    1, 10, 9,  0, 9, 8, 0, 0, 0, 1, 2, 0,  5};
  const auto quoted = parse_quoted(bytes, Family::kIpv4);
  ASSERT_TRUE(quoted);
  EXPECT_EQ(quoted->destination, IpAddress::v4(10, 9, 0, 9));
  EXPECT_EQ(quoted->header.sequence(), 5);
  for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(parse_quoted(Bytes(bytes).first(n), Family::kIpv4));
  bytes[20] = 0;
  EXPECT_FALSE(parse_quoted(bytes, Family::kIpv4)) << "quotes no request";
}

TEST(Payload, TheFirstWrongByteBehindTheCookieIsFound) {
  const EchoRequest request(shape_of(24));
  std::vector<std::uint8_t> back(request.payload().begin(), request.payload().end());
  EXPECT_FALSE(find_wrong_byte(request.payload(), back));
  back[20] = 0xeb;
  const auto wrong = find_wrong_byte(request.payload(), back);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->offset, 20U);
  EXPECT_EQ(wrong->expected, 20);
  EXPECT_EQ(wrong->found, 0xeb);
}

TEST(Payload, TheCookieMustComeBackWhole) {
  const EchoRequest request(shape_of(24));
  std::vector<std::uint8_t> back(request.payload().begin(), request.payload().end());
  EXPECT_TRUE(cookie_matches(request.payload(), back));
  EXPECT_FALSE(cookie_matches(request.payload(), Bytes(back).first(15)));
  back[3] ^= 1;
  EXPECT_FALSE(cookie_matches(request.payload(), back));
  EXPECT_TRUE(cookie_matches(request.payload().first(8), Bytes(back).first(8)));
}

}  // namespace
}  // namespace nd::ping
