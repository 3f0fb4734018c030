// The IPv4 header (RFC 791).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

struct Ipv4Header {
  std::uint32_t header_length = 0;  // bytes, options included
  std::uint8_t tos = 0;
  std::uint16_t total_length = 0;
  std::uint16_t id = 0;
  std::uint16_t fragment = 0;  // three flags and the offset in units of 8 bytes
  std::uint8_t ttl = 0;
  std::uint8_t protocol = 0;
  std::uint16_t checksum = 0;
  const std::uint8_t* source = nullptr;
  const std::uint8_t* destination = nullptr;

  std::uint32_t offset() const { return (fragment & 0x1fffU) * 8; }
  bool more_fragments() const { return (fragment & 0x2000) != 0; }
};
Ipv4Header parse_ipv4(Slice in);  // Truncated below 20 bytes

// The options of an IPv4 header, "RR 10.0.0.1, 10.0.0.2,NOP". False where the capture ends before them.
bool print_ipv4_options(Printer& p, Slice options);
// The address that a source route ends at, which transport checksums are made with; null without such an option.
const std::uint8_t* last_hop(Slice options);

// What an IP header carries, by its number; " ip-proto-N length" where no dissector answers.
void print_ip_payload(Printer& p, std::uint8_t protocol, Slice payload);
// TCP, UDP, SCTP and DCCP print the addresses themselves, with their ports.
bool transport_prints_addresses(std::uint8_t protocol);

}  // namespace nd::capture
