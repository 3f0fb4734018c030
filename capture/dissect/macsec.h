// The security tag of 802.1AE between an Ethernet frame's addresses and its EtherType.
#pragma once

#include <optional>

#include "capture/dissect/printer.h"

namespace nd::capture {

// `consumed` grows by the tag's length where its payload was printed as bytes.
// What the tag protects, from its EtherType on and without the check value behind it; none: nothing more can be
// shown, as printed.
std::optional<Slice> print_macsec(Printer& p, Slice in, std::uint32_t& consumed);

}  // namespace nd::capture
