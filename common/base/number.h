// Numbers from people and files: the whole text or nothing, checked against the type's range.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace nd {

// All of `text` as a number in `base`; no sign for unsigned types, no leading blank or '+'. nullopt when out of range.
template <std::integral T>
std::optional<T> parse_number(std::string_view text, int base = 10) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace nd
