// A time on the command line, in seconds with a fraction: --watch, --leaks.
#pragma once

#include <optional>
#include <string_view>

namespace nd::cli {

// 0.01 to 86400; nullopt: not that.
std::optional<double> seconds_in(std::string_view text);

}  // namespace nd::cli
