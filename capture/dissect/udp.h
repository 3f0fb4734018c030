// The UDP header (RFC 768).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

struct UdpHeader {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint16_t length = 0;
  std::uint16_t checksum = 0;
};
UdpHeader parse_udp(Slice in);  // Truncated below 8 bytes

}  // namespace nd::capture
