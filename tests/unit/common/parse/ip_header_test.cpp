#include "common/parse/ip_header.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "common/parse/icmp.h"

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

// 24 bytes: version 4, IHL 6, DF and fragment offset 16, a router alert option, from 10.0.0.1 to 10.0.0.2.
constexpr std::array<std::uint8_t, 24> kIpv4 = {0x46, 0xc0, 0x00, 0x54, 0x12, 0x34, 0x40, 0x02, 0x3f, 0x01, 0xab, 0xcd,
                                                10,   0,    0,    1,    10,   0,    0,    2,    0x94, 0x04, 0x00, 0x00};

TEST(Ipv4HeaderReader, ReadsEveryField) {
  ByteReader in{kIpv4};
  const Ipv4Header header = read_ipv4_header(in);
  EXPECT_TRUE(header.well_formed());
  EXPECT_EQ(header.header_length, 24);
  EXPECT_EQ(header.tos, 0xc0);
  EXPECT_EQ(header.total_length, 84);
  EXPECT_EQ(header.id, 0x1234);
  EXPECT_TRUE(header.dont_fragment());
  EXPECT_FALSE(header.more_fragments());
  EXPECT_EQ(header.fragment_offset, 16);
  EXPECT_EQ(header.ttl, 63);
  EXPECT_EQ(header.protocol, 1);
  EXPECT_EQ(header.checksum, 0xabcd);
  EXPECT_EQ(header.source, IpAddress::v4(10, 0, 0, 1));
  EXPECT_EQ(header.destination, IpAddress::v4(10, 0, 0, 2));
  EXPECT_EQ(header.options.size(), 4U);
  EXPECT_FALSE(in.truncated());
  EXPECT_TRUE(in.empty());
}

TEST(Ipv4HeaderReader, EveryPrefixIsTruncated) {
  test::for_every_prefix(Bytes(kIpv4), [](Bytes prefix) {
    ByteReader in{prefix};
    read_ipv4_header(in);
    EXPECT_EQ(in.truncated(), prefix.size() < kIpv4.size()) << prefix.size();
  });
}

TEST(Ipv4HeaderReader, AHeaderLengthBelowTwentyIsNotWellFormed) {
  auto bytes = kIpv4;
  bytes[0] = 0x44;
  ByteReader in{bytes};
  const Ipv4Header header = read_ipv4_header(in);
  EXPECT_FALSE(header.well_formed());
  EXPECT_TRUE(header.options.empty());
}

std::vector<std::uint8_t> ipv6_with_extensions() {
  std::vector<std::uint8_t> bytes = {0x6a, 0xb1, 0x23, 0x45, 0, 32, 0, 64};
  bytes.resize(40);
  bytes[23] = 1;                                                                  // from ::1
  bytes[39] = 2;                                                                  // to ::2
  bytes.insert(bytes.end(), {44, 0, 5, 2, 0, 0, 0, 0});                           // hop-by-hop, then fragment
  bytes.insert(bytes.end(), {60, 99, 0, 1, 0, 0, 0, 1});                          // fragment: its length is reserved
  bytes.insert(bytes.end(), {58, 1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});  // destination options, 16 bytes
  bytes.insert(bytes.end(), {129, 0, 0xbe, 0xef, 0x12, 0x34, 0x00, 0x07});        // ICMPv6 echo reply
  return bytes;
}

TEST(Ipv6HeaderReader, SkipsExtensionHeadersToTheMessage) {
  const auto bytes = ipv6_with_extensions();
  ByteReader in{bytes};
  const Ipv6Header header = read_ipv6_header(in);
  EXPECT_EQ(header.version, 6);
  EXPECT_EQ(header.traffic_class, 0xab);
  EXPECT_EQ(header.flow_label, 0x12345U);
  EXPECT_EQ(header.payload_length, 32);
  EXPECT_EQ(header.hop_limit, 64);
  EXPECT_EQ(skip_ipv6_extensions(in, header.next_header), 58);
  const IcmpHeader icmp = read_icmp_header(in);
  EXPECT_EQ(icmp.type, icmp6::kEchoReply);
  EXPECT_EQ(icmp.checksum, 0xbeef);
  EXPECT_EQ(icmp.id(), 0x1234);
  EXPECT_EQ(icmp.sequence(), 7);
  EXPECT_FALSE(in.truncated());
}

TEST(Ipv6HeaderReader, EveryPrefixIsTruncated) {
  const auto bytes = ipv6_with_extensions();
  test::for_every_prefix(Bytes(bytes), [&](Bytes prefix) {
    ByteReader in{prefix};
    const Ipv6Header header = read_ipv6_header(in);
    skip_ipv6_extensions(in, header.next_header);
    read_icmp_header(in);
    EXPECT_EQ(in.truncated(), prefix.size() < bytes.size()) << prefix.size();
  });
}

}  // namespace
}  // namespace nd
