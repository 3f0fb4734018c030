// The OSI network layer: its protocols share identifiers, addresses (nsap.h) and a checksum.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::osi {

extern const Tokens kProtocols;  // the first byte of a packet, ISO/IEC TR 9577

// False where the packet cannot be read on and its bytes have to tell.
bool print_clnp(Printer& p, Slice in);
void print_esis(Printer& p, Slice in);
// One option of CLNP's header, from its value on; false where it is too short.
bool print_clnp_option(Printer& p, std::uint8_t type, Slice value);
// "0x1234 (correct)": ISO 8473's checksum at `offset` of the first `length` bytes.
void print_checksum(Printer& p, Slice in, std::uint32_t offset, std::uint32_t length);
// All bytes as the peer shows a header that is too short.
void put_upper_hex(Printer& p, Slice in);

}  // namespace nd::capture::osi
