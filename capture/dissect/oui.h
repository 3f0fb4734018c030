// Vendors of MAC addresses, those few that the peer names beside an address.
#pragma once

#include <cstdint>
#include <string_view>

#include "capture/dissect/token.h"

namespace nd::capture {

extern const Tokens kOuis;
// By the first three bytes; "Unknown" where the table has none.
std::string_view vendor_of(const std::uint8_t* mac);

}  // namespace nd::capture
