// ICMP (RFC 792) with its multi-part extension (RFC 4884).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

struct IcmpHeader {
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  std::uint16_t checksum = 0;
};
IcmpHeader parse_icmp(Slice in);  // Truncated below 4 bytes

// -v: the objects behind a quoted datagram, such as the MPLS labels that a router adds.
void print_icmp_extension(Printer& p, Slice in);

}  // namespace nd::capture
