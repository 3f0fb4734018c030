#include "common/cli/seconds.h"

#include <charconv>

namespace nd::cli {

std::optional<double> seconds_in(std::string_view text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty();
  return whole && seconds >= 0.01 && seconds <= 86400 ? std::optional(seconds) : std::nullopt;
}

}  // namespace nd::cli
