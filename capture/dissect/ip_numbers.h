// Protocol numbers of IP headers that more than one dissector tells apart (IANA "protocol-numbers").
#pragma once

#include <cstdint>

namespace nd::capture::ip_number {

enum : std::uint8_t {
  kHopByHop = 0,
  kIcmp = 1,
  kIgmp = 2,
  kIpv4 = 4,
  kTcp = 6,
  kUdp = 17,
  kDccp = 33,
  kIpv6 = 41,
  kRouting = 43,
  kFragment = 44,
  kEsp = 50,
  kAh = 51,
  kMobileOld = 55,
  kIcmpv6 = 58,
  kNoNext = 59,
  kDestinationOptions = 60,
  kMobilityDraft = 62,
  kSctp = 132,
  kMobility = 135,
  kEthernet = 143
};

}  // namespace nd::capture::ip_number
