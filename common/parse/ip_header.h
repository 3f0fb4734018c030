// The fixed part of an IP packet, as myping finds it in front of a reply or quoted in an ICMP error and as mycap finds
// it on the wire. Readers never fail: they yield zeros past the end, and the ByteReader remembers truncated().
#pragma once

#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/model/address.h"

namespace nd {

// RFC 791 section 3.1.
//   |Version|  IHL  |Type of Service|          Total Length         |
//   |         Identification        |Flags|      Fragment Offset    |
//   |  Time to Live |    Protocol   |         Header Checksum       |
//   |                       Source Address                          |
//   |                    Destination Address                        |
struct Ipv4Header {
  std::uint8_t version = 0;
  std::uint8_t header_length = 0;  // bytes, as claimed: 0 to 60
  std::uint8_t tos = 0;
  std::uint16_t total_length = 0;
  std::uint16_t id = 0;
  std::uint8_t flags = 0;             // 3 bits: reserved, DF, MF
  std::uint16_t fragment_offset = 0;  // bytes
  std::uint8_t ttl = 0;
  std::uint8_t protocol = 0;
  std::uint16_t checksum = 0;
  IpAddress source;
  IpAddress destination;
  Bytes options;  // what lies between the 20 bytes and the claimed length, as far as it is there

  static constexpr std::uint8_t kMinimum = 20;
  bool well_formed() const { return version == 4 && header_length >= kMinimum; }
  bool dont_fragment() const { return (flags & 2) != 0; }
  bool more_fragments() const { return (flags & 1) != 0; }
};

// RFC 8200 section 3.
struct Ipv6Header {
  std::uint8_t version = 0;
  std::uint8_t traffic_class = 0;
  std::uint32_t flow_label = 0;
  std::uint16_t payload_length = 0;
  std::uint8_t next_header = 0;
  std::uint8_t hop_limit = 0;
  IpAddress source;
  IpAddress destination;

  static constexpr std::uint8_t kSize = 40;
};

Ipv4Header read_ipv4_header(ByteReader& in);
Ipv6Header read_ipv6_header(ByteReader& in);

// Skips hop-by-hop, routing, fragment and destination option headers (RFC 8200 section 4) after an IPv6 header;
// returns the next header that is none of these.
std::uint8_t skip_ipv6_extensions(ByteReader& in, std::uint8_t next_header);

}  // namespace nd
