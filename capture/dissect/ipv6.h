// IPv6 and its extension headers (RFC 8200).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

struct Ipv6Header {
  std::uint8_t version = 0;
  std::uint8_t traffic_class = 0;
  std::uint32_t flow_label = 0;
  std::uint16_t payload_length = 0;
  std::uint8_t next_header = 0;
  std::uint8_t hop_limit = 0;
  const std::uint8_t* source = nullptr;
  const std::uint8_t* destination = nullptr;
};
Ipv6Header parse_ipv6(Slice in);  // Truncated below 40 bytes

// Each prints one extension header; 0: nothing behind it can be printed.
std::uint32_t print_hop_by_hop(Printer& p, Slice in, bool& found_jumbo, std::uint32_t& payload_length);
std::uint32_t print_destination_options(Printer& p, Slice in);
std::uint32_t print_routing(Printer& p, Slice in);
// `payload_length` counts from the fragment header on.
std::uint32_t print_fragment(Printer& p, Slice in, std::uint32_t payload_length);

// Where a routing header sends the packet in the end, which is what checksums cover; null where it does not say.
const std::uint8_t* final_destination(Slice routing);

}  // namespace nd::capture
