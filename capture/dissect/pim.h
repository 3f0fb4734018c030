// What the files of PIM version 2 share.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::pim {

enum : std::uint8_t {
  kHello = 0,
  kRegister = 1,
  kRegisterStop = 2,
  kJoinPrune = 3,
  kBootstrap = 4,
  kAssert = 5,
  kGraft = 6,
  kGraftAck = 7,
  kCandidate = 8,
  kRefresh = 9,
  kElection = 10
};

// The message behind the four bytes of the header. `second` is the header's second byte: the subtype of an election
// above, and below, in the first draft of the protocol, the length of every address.
void print_message(Printer& p, std::uint8_t type, std::uint8_t second, Slice body);

}  // namespace nd::capture::pim
