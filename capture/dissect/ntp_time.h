// NTP's timestamps (RFC 5905 section 6): seconds from 1900 and a binary fraction.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture {

// "3913056000.000000000 (2024-01-01T00:00:00Z)"; no date where the stamp is zero.
void put_ntp_timestamp(Printer& p, std::uint64_t stamp);

}  // namespace nd::capture
