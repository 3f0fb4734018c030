#include "ping/option_values.h"

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "common/sys/output.h"

namespace nd::ping {
namespace {

constexpr int kBadNumber = 1;  // iputils leaves its number parser with EXIT_FAILURE
constexpr int kBadValue = 2;

tl::unexpected<Refusal> refuse(int status, std::string message) {
  return tl::unexpected(Refusal{status, std::move(message)});
}

// What strtol and strtod step over in front of a number.
std::string_view without_lead(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\n\v\f\r");
  text.remove_prefix(start == std::string_view::npos ? text.size() : start);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  return text;
}

bool is_hexadecimal(std::string_view text) { return text.starts_with("0x") || text.starts_with("0X"); }

// As strtol on flow labels and TOS, which the peer then squeezes into an int: nothing at all counts as 0.
std::optional<int> lenient(const std::string& text) {
  const bool hexadecimal = is_hexadecimal(text);
  const char* digits = text.c_str() + (hexadecimal ? 2 : 0);
  char* end = nullptr;
  const long value = std::strtol(digits, &end, hexadecimal ? 16 : 10);
  if (*end != '\0') return std::nullopt;
  return static_cast<int>(static_cast<unsigned>(value));
}

Value<double> number_of_seconds(const std::string& text, std::string_view what) {
  const std::string bad = std::string(what) + ": " + text;
  if (text.empty()) return refuse(kBadValue, bad);
  char* end = nullptr;
  errno = 0;
  const double value = std::strtod(text.c_str(), &end);  // no locale is set, so the point is a point
  if (*end != '\0' || errno != 0) {
    complain("myping", "option argument contains garbage: " + std::string(end));
    complain("myping", "this will become fatal error in the future");
  }
  if (!std::isfinite(value)) return refuse(kBadValue, bad + ": " + std::strerror(ERANGE));
  return value;
}

// One or two hexadecimal digits.
std::optional<std::uint8_t> hex_byte(std::string_view digits) {
  std::uint8_t value{};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace

Value<std::int64_t> whole_number(const std::string& text, std::int64_t least, std::int64_t most) {
  const std::string invalid = "invalid argument: '" + text + "'";
  const std::string_view digits = without_lead(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) return refuse(kBadNumber, invalid + ": " + std::strerror(ERANGE));
  if (error != std::errc{} || end != digits.data() + digits.size()) return refuse(kBadNumber, invalid);
  if (value < least || value > most) {
    return refuse(kBadNumber,
                  invalid + ": out of range: " + std::to_string(least) + " <= value <= " + std::to_string(most));
  }
  return value;
}

Value<std::chrono::nanoseconds> seconds(const std::string& text, std::string_view what, bool negative) {
  auto value = number_of_seconds(text, what);
  if (!value) return tl::unexpected(value.error());
  constexpr double kMost = std::numeric_limits<int>::max() / 1000.0;  // iputils counts milliseconds in an int
  if ((!negative && *value < 0) || *value > kMost) return refuse(kBadValue, std::string(what) + ": " + text);
  if (*value < 0) return std::chrono::nanoseconds(1);  // at once, but not at the pace of replies
  if (*value < 0.001) return std::chrono::nanoseconds(0);
  return std::chrono::nanoseconds(std::llround(*value * 1e9));
}

Value<double> real(const std::string& text, double least, double most, std::string_view what) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !(value >= least && value <= most)) {
    return refuse(kBadValue, std::string(what) + ": " + text);
  }
  return value;
}

Value<int> type_of_service(const std::string& text) {
  const auto value = lenient(text);
  if (!value) return refuse(kBadValue, "bad TOS value: " + text);
  if (*value > 255) {
    return refuse(kBadValue, "the decimal value of TOS bits must be in range 0-255: " + std::to_string(*value));
  }
  if (*value < -1) return refuse(kBadValue, std::string("setsockopt: ") + std::strerror(EINVAL));  // -1: the default
  return *value;
}

Value<std::uint32_t> flow_label(const std::string& text) {
  const auto value = lenient(text);
  if (!value) return refuse(kBadValue, "bad value for flowinfo: " + text);
  if (*value < 0 || *value > 0xfffff) return refuse(kBadValue, "flow value is greater than 20 bits: " + text);
  return static_cast<std::uint32_t>(*value);
}

Value<std::vector<std::uint8_t>> pattern(const std::string& text) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t at = 0; at < text.size() && bytes.size() < 16; at += 2) {
    const std::string pair = text.substr(at, 2);
    const auto value = hex_byte(pair);
    if (!value) {
      const std::size_t wrong = pair.find_first_not_of("0123456789abcdefABCDEF");
      return refuse(kBadValue, "patterns must be specified as hex digits: " + text.substr(at + wrong));
    }
    bytes.push_back(*value);
  }
  return bytes;
}

Value<MtuDiscovery> mtu_discovery(const std::string& text) {
  if (text == "do") return MtuDiscovery::kDo;
  if (text == "dont") return MtuDiscovery::kDont;
  if (text == "want") return MtuDiscovery::kWant;
  return refuse(kBadValue, "invalid -M argument: " + text);
}

Value<IpTimestamps> ip_timestamps(const std::string& text) {
  if (text == "tsonly") return IpTimestamps::kOnly;
  if (text == "tsandaddr") return IpTimestamps::kWithAddresses;
  if (text == "tsprespec") return IpTimestamps::kPrespecified;
  return refuse(kBadValue, "invalid timestamp type: " + text);
}

Value<LineTime> line_time(const std::string& text) {
  if (text == "iso") return LineTime::kIso;
  if (text == "unix") return LineTime::kUnix;
  if (text == "none") return LineTime::kNone;
  return refuse(kBadValue, "invalid --timestamps argument: " + text + " (iso, unix or none)");
}

Value<Clock> clock(const std::string& text) {
  if (text == "kernel") return Clock::kKernel;
  if (text == "hardware") return Clock::kHardware;
  return refuse(kBadValue, "invalid --clock argument: " + text + " (kernel or hardware)");
}

}  // namespace nd::ping
