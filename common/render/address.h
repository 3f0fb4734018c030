// Addresses as text, by hand: inet_ntop costs a copy and a format string per packet.
#pragma once

#include <string>

#include "common/base/text_buffer.h"
#include "common/model/address.h"

namespace nd {

// Dotted quad, or RFC 5952 as inet_ntop prints it (v4-mapped as ::ffff:a.b.c.d). No scope, no brackets.
void append_address(TextBuffer& out, const IpAddress& address);
void append_ipv4(TextBuffer& out, const std::uint8_t* bytes);  // 4 bytes
void append_ipv6(TextBuffer& out, const std::uint8_t* bytes);  // 16 bytes
// aa:bb:cc:dd:ee:ff
void append_mac(TextBuffer& out, const Mac& mac);
void append_mac(TextBuffer& out, const std::uint8_t* bytes);  // 6 bytes

std::string to_string(const IpAddress& address);
std::string to_string(const Mac& mac);

}  // namespace nd
