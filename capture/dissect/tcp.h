// The TCP header (RFC 9293).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

namespace tcp_flag {
enum : std::uint8_t { kFin = 1, kSyn = 2, kRst = 4, kPush = 8, kAck = 16, kUrg = 32, kEce = 64, kCwr = 128 };
}

struct TcpHeader {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::uint32_t header_length = 0;  // bytes, options included
  std::uint8_t flags = 0;
  std::uint16_t window = 0;
  std::uint16_t checksum = 0;
  std::uint16_t urgent = 0;
};
TcpHeader parse_tcp(Slice in);  // Truncated below 20 bytes

// How a segment's numbers relate to where the conversation began.
struct RelativeNumbers {
  std::uint32_t sequence = 0;         // to print
  std::uint32_t acknowledgement = 0;  // to print
  std::uint32_t sack_base = 0;        // to subtract from SACK edges, which are the other side's sequence numbers
};

// What an option's text depends on beyond its bytes.
struct TcpOptionSegment {
  std::uint8_t flags = 0;
  std::uint32_t sack_base = 0;
  bool whole = true;  // the capture holds all of the segment
};
// The options, "mss 1460,nop,wscale 7"; closes the bracket itself where one is bad or the capture ends. Returns whether
// the line goes on after them.
bool print_tcp_options(Printer& p, Slice options, const TcpOptionSegment& segment);
// "options": one object an option.
void json_tcp_options(JsonWriter& json, Slice options);

}  // namespace nd::capture
