// Syslog messages over UDP (RFC 3164): the priority, and the text with -v.
#include <optional>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::string_view kFacilities[] = {"kernel", "user",     "mail",    "daemon", "auth",     "syslog",
                                            "lpr",    "news",     "uucp",    "cron",   "authpriv", "ftp",
                                            "ntp",    "security", "console", "cron",   "local0",   "local1",
                                            "local2", "local3",   "local4",  "local5", "local6",   "local7"};
constexpr std::string_view kSeverities[] = {"emergency", "alert",  "critical", "error",
                                            "warning",   "notice", "info",     "debug"};
constexpr std::uint32_t kMaxDigits = 3;

struct Priority {
  std::uint32_t facility = 0;
  std::uint32_t severity = 0;
  std::uint32_t text = 0;  // where the message begins
};

// "<13>"; nothing where it is no priority. Truncated where the capture ends within it.
std::optional<Priority> parse_priority(Slice in) {
  if (in.u8() != '<') return std::nullopt;
  std::uint32_t value = 0;
  for (std::uint32_t at = 1; at <= kMaxDigits + 1; ++at) {
    const std::uint8_t byte = in.u8(at);
    if (byte == '>') return Priority{value >> 3, value & 7, at + 1};
    if (byte < '0' || byte > '9' || at > kMaxDigits) break;
    value = value * 10 + (byte - '0');
  }
  return std::nullopt;
}

void put_facility(Printer& p, std::uint32_t facility) {
  if (facility < std::size(kFacilities)) {
    p.put(kFacilities[facility]);
  } else {
    p.put("unknown (", facility, ')');
  }
}

void print(Printer& p, Slice in) {
  const auto priority = parse_priority(in);
  if (!priority) return p.invalid();
  const std::string_view severity = kSeverities[priority->severity];
  if (p.verbose() == 0) {
    p.put("SYSLOG ");
    put_facility(p, priority->facility);
    p.put('.', severity, ", length: ", in.length());
    return;
  }
  p.put("SYSLOG, length: ", in.length(), "\n\tFacility ");
  put_facility(p, priority->facility);
  p.put(" (", priority->facility, "), Severity ", severity, " (", priority->severity, ")\n\tMsg: ");
  p.put_string(in.after(priority->text));
  if (p.verbose() > 1) p.unknown_data("\n\t", in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const auto priority = parse_priority(in);
  json.field("valid", priority.has_value());
  if (!priority) return {};
  json.field("facility", priority->facility);
  json.field("severity", priority->severity);
  json.field("severity_name", kSeverities[priority->severity]);
  json.foreign_field("message", as_text(in.after(priority->text).bytes()));
  return {};
}

}  // namespace

const Dissector kSyslog{"syslog", print, json};

}  // namespace nd::capture
