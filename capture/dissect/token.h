// Numbers that have names: one sorted-or-not array a subject, looked up from the top, as the RFC's table lists them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace nd::capture {

struct Token {
  std::uint32_t value;
  std::string_view text;
};
using Tokens = std::span<const Token>;

// The first entry for `value`; empty when there is none.
std::string_view find_token(Tokens tokens, std::uint32_t value);

}  // namespace nd::capture
