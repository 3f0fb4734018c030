// LLC (IEEE 802.2) and SNAP headers, for every medium that carries them: 802.3, 802.11, ATM, Frame Relay.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

struct LlcHeader {
  std::uint8_t dsap = 0;  // with the individual/group bit
  std::uint8_t ssap = 0;  // with the command/response bit
  bool unnumbered = false;
  std::uint16_t control = 0;  // one byte for unnumbered frames, else two, little-endian
  std::uint32_t length = 3;
};
LlcHeader parse_llc(Slice in);  // Truncated below three or four bytes

// What print_llc() and print_snap() did with the payload: kUnknown leaves it to the caller, who prints it raw.
enum class Carried : std::uint8_t { kPrinted, kUnknown };
struct LlcResult {
  Carried carried = Carried::kPrinted;
  std::uint32_t header_length = 0;
};
LlcResult print_llc(Printer& p, Slice in);

// From the organisation code on. `bridge_pad` bytes stand before a bridged frame (RFC 2684).
Carried print_snap(Printer& p, Slice in, std::uint32_t bridge_pad);

}  // namespace nd::capture
