// The filter language as people write it. `host 10.0.0.1 port 80` means what it says, but libpcap wants an `and` in
// between: this finds where. Pure text work; what libpcap accepts as it stands never comes here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nd::capture {

struct FilterToken {
  std::string_view text;
  std::size_t offset;  // in the whole text
};
// Words, operators and parentheses; a backslash keeps to its word.
std::vector<FilterToken> tokenize_filter(std::string_view text);

// The text with `and` between each complete operand and the primitive that follows it; nullopt when nothing is missing.
std::optional<std::string> with_juxtaposed_and(std::string_view text);

}  // namespace nd::capture
