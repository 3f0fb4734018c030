// What an ICMP error says, in the words of iputils ping, on which scripts depend.
#pragma once

#include <cstdint>

#include "common/base/text_buffer.h"
#include "common/model/address.h"

namespace nd::ping {

// `info` is the word that comes with the type: next-hop MTU, pointer, or the gateway of a redirect.
void append_icmp_text(TextBuffer& out, Family family, std::uint8_t type, std::uint8_t code, std::uint32_t info);

}  // namespace nd::ping
