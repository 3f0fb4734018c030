// What the files of Babel share: the types of messages and the text of one.
#pragma once

#include <array>

#include "capture/dissect/printer.h"

namespace nd::capture::babel {

enum : std::uint8_t {
  kPad1,
  kPadN,
  kAckRequest,
  kAck,
  kHello,
  kIhu,
  kRouterId,
  kNextHop,
  kUpdate,
  kRouteRequest,
  kSeqnoRequest,
  kTimestampCounter,
  kHmac,
  kSourceUpdate,
  kSourceRequest,
  kSourceSeqnoRequest
};

// What updates leave out of a prefix stands in an earlier one of the same packet.
struct Defaults {
  std::array<std::uint8_t, 4> ipv4{};
  std::array<std::uint8_t, 16> ipv6{};
};

// Thrown where a length makes no sense: nothing of the packet is printed behind it.
struct Invalid {};

// The flags of an update, "/prefix/id".
void put_update_flags(Printer& p, std::uint8_t flags);
// One message with -v, behind its name.
void print_body(Printer& p, std::uint8_t type, Slice in, Defaults& defaults);

}  // namespace nd::capture::babel
