// Multipath TCP's option (RFC 6824, RFC 8684), called from the list of TCP options.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

// `option` starts at the kind byte and is as long as the option claims. False: its length fits no form of its subtype,
// which the list shows as a bad option. `flags` are the segment's: they tell the forms of a subtype apart.
bool print_mptcp(Printer& p, Slice option, std::uint8_t flags);
void json_mptcp(JsonWriter& json, Slice option);

}  // namespace nd::capture
