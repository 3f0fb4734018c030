// ICMP and ICMPv6 messages: the eight bytes they all begin with and the numbers that say what they mean. Both
// protocols share the shape, so they share the struct.
#pragma once

#include <cstdint>

#include "common/base/byte_reader.h"

namespace nd {

// RFC 792, RFC 4443:  |  Type  |  Code  |  Checksum  |  four bytes whose meaning depends on the type  |
struct IcmpHeader {
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  std::uint16_t checksum = 0;
  std::uint32_t rest = 0;

  static constexpr std::size_t kSize = 8;
  std::uint16_t id() const { return static_cast<std::uint16_t>(rest >> 16); }      // echo
  std::uint16_t sequence() const { return static_cast<std::uint16_t>(rest); }      // echo
  std::uint16_t next_hop_mtu() const { return static_cast<std::uint16_t>(rest); }  // ICMP 3/4, RFC 1191
  std::uint8_t pointer() const { return static_cast<std::uint8_t>(rest >> 24); }   // ICMP 12
  std::uint32_t mtu6() const { return rest; }                                      // ICMPv6 2
  std::uint32_t pointer6() const { return rest; }                                  // ICMPv6 4
  std::uint32_t gateway() const { return rest; }                                   // ICMP 5, host order
};

namespace icmp4 {
enum Type : std::uint8_t {
  kEchoReply = 0,
  kUnreachable = 3,
  kSourceQuench = 4,
  kRedirect = 5,
  kEcho = 8,
  kRouterAdvertisement = 9,
  kRouterSolicitation = 10,
  kTimeExceeded = 11,
  kParameterProblem = 12,
  kTimestamp = 13,
  kTimestampReply = 14,
  kAddressMask = 17,
  kAddressMaskReply = 18,
};
// Codes of kUnreachable.
enum Unreachable : std::uint8_t {
  kNet = 0,
  kHost = 1,
  kProtocol = 2,
  kPort = 3,
  kFragmentationNeeded = 4,
  kSourceRouteFailed = 5,
  kNetProhibited = 9,
  kHostProhibited = 10,
  kFiltered = 13,
};
}  // namespace icmp4

namespace icmp6 {
enum Type : std::uint8_t {
  kUnreachable = 1,
  kPacketTooBig = 2,
  kTimeExceeded = 3,
  kParameterProblem = 4,
  kEcho = 128,
  kEchoReply = 129,
  kRouterSolicitation = 133,
  kRouterAdvertisement = 134,
  kNeighbourSolicitation = 135,
  kNeighbourAdvertisement = 136,
  kRedirect = 137,
};
}  // namespace icmp6

IcmpHeader read_icmp_header(ByteReader& in);

}  // namespace nd
