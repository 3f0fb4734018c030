// What the parts of OSPF share.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::ospf {

inline constexpr std::uint32_t kLsaHeaderLength = 20;
enum PacketType : std::uint8_t { kHello = 1, kDescription, kRequest, kUpdate, kAcknowledgement };

// The LSAs that carry values for others (RFC 5250): traffic engineering, graceful restart, router information. False
// where one cannot be followed to its end.
bool print_te_lsa(Printer& p, Slice body);
bool print_grace_lsa(Printer& p, Slice body);
bool print_router_information(Printer& p, Slice body);

}  // namespace nd::capture::ospf
