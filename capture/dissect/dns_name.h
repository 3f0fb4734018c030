// Domain names as DNS carries them (RFC 1035 section 3.1, compression 4.1.4, bit labels RFC 2673), for DNS itself and
// for the protocols that borrow the encoding.
#pragma once

#include <optional>

#include "capture/dissect/printer.h"

namespace nd::capture {

// Prints the name at `offset` of `message`, "www.example.com."; what is wrong with it is printed too. Returns the
// offset behind it, or nothing when it is broken or cut off. Compression pointers count from `base` and must point
// backwards, so it always ends; from a `base` ahead of `offset` the first may point anywhere.
std::optional<std::uint32_t> print_dns_name(Printer& p, Slice message, std::uint32_t offset, std::uint32_t base = 0);
// Returns the offset behind the name without looking at what pointers point to.
std::optional<std::uint32_t> skip_dns_name(Slice message, std::uint32_t offset);
// Appends the name with its bytes as they are, without the final dot ("." for the root), for JSON.
std::optional<std::uint32_t> append_dns_name(TextBuffer& out, Slice message, std::uint32_t offset);

}  // namespace nd::capture
