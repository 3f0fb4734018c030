// What the parts of OSPF share.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::ospf {

inline constexpr std::uint32_t kLsaHeaderLength = 20;
enum PacketType : std::uint8_t { kHello = 1, kDescription, kRequest, kUpdate, kAcknowledgement };

enum Authentication : std::uint16_t { kNone = 0, kSimple = 1, kMd5 = 2 };

// The header of version 2 (RFC 2328, A.3.1).
struct Header {
  std::uint8_t version = 0;
  std::uint8_t type = 0;
  std::uint16_t length = 0;
  std::uint16_t authentication = 0;
};

// RFC 5613: the block behind the packet that a hello's or a description's options announce.
void print_lls(Printer& p, const Header& header, Slice in);

// The LSAs that carry values for others (RFC 5250): traffic engineering, graceful restart, router information. False
// where one cannot be followed to its end.
bool print_te_lsa(Printer& p, Slice body);
bool print_grace_lsa(Printer& p, Slice body);
bool print_router_information(Printer& p, Slice body);

}  // namespace nd::capture::ospf
