// The values of options, read and refused as iputils does: strtol's leniency about blanks and signs, its messages, and
// its exit status 1 for numbers where everything else that is wrong gives 2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "ping/options.h"

namespace nd::ping {

template <typename T>
using Value = tl::expected<T, Refusal>;

// A decimal whole number within [least, most].
Value<std::int64_t> whole_number(const std::string& text, std::int64_t least, std::int64_t most);
// Seconds with a dot for decimals, whatever the locale; at most INT_MAX milliseconds, and 0 below one. `what` names it
// in the refusal. What follows the number is ignored with a warning on standard error, as iputils does. With `negative`
// numbers below 0 are taken too, and mean the shortest time there is.
Value<std::chrono::nanoseconds> seconds(const std::string& text, std::string_view what, bool negative = false);
// A real number within [least, most]; `what` names it in the refusal.
Value<double> real(const std::string& text, double least, double most, std::string_view what);
// -Q: decimal, or hexadecimal after 0x; at most 255, and -1 is the default.
Value<int> type_of_service(const std::string& text);
// -F: decimal, or hexadecimal after 0x; 20 bits. 0: the kernel chooses.
Value<std::uint32_t> flow_label(const std::string& text);
// -p: up to 16 bytes as hexadecimal digits.
Value<std::vector<std::uint8_t>> pattern(const std::string& text);
Value<MtuDiscovery> mtu_discovery(const std::string& text);
Value<IpTimestamps> ip_timestamps(const std::string& text);
Value<LineTime> line_time(const std::string& text);
Value<Clock> clock(const std::string& text);

}  // namespace nd::ping
