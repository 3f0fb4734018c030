// The organisations' parts of LLDP (IEEE 802.1AB, annexes and ANSI/TIA-1057).
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

// A field that starts with an organisation's code. Returns whether its bytes should be dumped because it is unknown.
bool print_lldp_8021(Printer& p, Slice field);
bool print_lldp_8023(Printer& p, Slice field);
bool print_lldp_iana(Printer& p, Slice field);
bool print_lldp_media(Printer& p, Slice field);
bool print_lldp_dcbx(Printer& p, Slice field);

// The name of a field's subtype, as the peer heads each of them.
void put_lldp_subtype(Printer& p, Tokens subtypes, std::uint8_t subtype);
// 802.1 and 802.3 share this one.
bool print_lldp_aggregation(Printer& p, Slice field);

}  // namespace nd::capture
