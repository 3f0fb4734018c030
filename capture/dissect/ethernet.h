// Ethernet frames, for the link type and for what carries frames (VXLAN, GRE, MPLS …).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

struct EthernetHeader {
  const std::uint8_t* destination;
  const std::uint8_t* source;
};
EthernetHeader parse_ethernet(Slice frame);  // Truncated below 14 bytes

// A frame with a switch's tag of `length` bytes between the addresses and the EtherType. `put_tag` prints the tag that
// stands at the slice's front, with and without -e.
struct SwitchTag {
  std::uint32_t length;
  void (*put)(Printer& p, Slice tag);
};
void print_ethernet(Printer& p, Slice frame, const SwitchTag* tag);

// "ethertype IPv4 (0x0800)", or "IPv4" with -q.
void put_ethertype(Printer& p, std::uint16_t type);
// "vlan 5, p 3, DEI": a tag control information (IEEE 802.1Q).
void put_vlan_tag(Printer& p, std::uint16_t tci);

}  // namespace nd::capture
