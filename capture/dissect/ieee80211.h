// IEEE 802.11: what frames, management bodies and the radio header share.
#pragma once

#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"

namespace nd::capture::ieee80211 {

constexpr std::uint16_t kProtected = 0x4000;

struct FrameControl {
  std::uint16_t bits = 0;
  unsigned version() const { return bits & 3; }
  unsigned type() const { return bits >> 2 & 3; }
  unsigned subtype() const { return bits >> 4 & 0xf; }
  bool to_system() const { return (bits & 0x0100) != 0; }
  bool from_system() const { return (bits & 0x0200) != 0; }
  bool is_protected() const { return (bits & kProtected) != 0; }
};

// A frame; `padded`: the header is filled up to four bytes; `checksum`: so many bytes behind the payload. Returns the
// length of what -x leaves out.
std::uint32_t print_frame(Printer& p, Slice in, bool padded, std::uint32_t checksum);
// As JSON, of a frame whose header is filled up to four bytes.
extern const Dissector kPaddedFrame;
// The body of a management frame; false where it is cut.
bool print_management(Printer& p, FrameControl control, const std::uint8_t* sender, Slice body);
// A WEP header; false where it is cut.
bool print_privacy(Printer& p, Slice body);

extern const Tokens kStatuses;
extern const Tokens kReasons;

}  // namespace nd::capture::ieee80211
