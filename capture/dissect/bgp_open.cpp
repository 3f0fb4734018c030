// BGP's OPEN message and the capabilities in it (RFC 4271 section 4.2, RFC 5492).
#include "capture/dissect/bgp.h"
#include "capture/dissect/bgp_names.h"

namespace nd::capture::bgp {
namespace {

enum Capability : std::uint8_t {
  kMultiprotocol = 1,
  kRouteRefresh = 2,
  kMultipleLabels = 8,
  kRestart = 64,
  kWideAs = 65,
  kAddPath = 69,
  kLongRestart = 71,
  kRouteRefreshCisco = 128
};
constexpr std::uint32_t kOpenLength = 29;
constexpr std::uint8_t kOptionCapabilities = 2;

void print_restart(Printer& p, Slice value) {
  p.put("\n\t\tRestart Flags: [", (value.u8() & 0x80) != 0 ? "R" : "none", "], Restart Time ", value.b16() & 0xfff,
        's');
  for (value.advance(2); value.length() >= 4; value.advance(4)) {
    p.put("\n\t\t  ");
    put_family(p, value, 2);
    p.put(", Forwarding state preserved: ", (value.u8(3) & 0x80) != 0 ? "yes" : "no");
  }
}

void print_add_path(Printer& p, Slice value) {
  if (value.length() == 0) {
    p.put(" (bogus)");
    return;
  }
  for (; value.length() >= 4; value.advance(4)) {
    p.put("\n\t\t");
    put_family(p, value, 2);
    p.put(", Send/Receive: ", NamedHex{kAddPathModes, value.u8(3), "Bogus (0x", 2, ")"});
  }
  if (value.length() > 0) p.invalid();
}

// False where a capability is too short for its kind: then the rest is not looked at.
bool print_value(Printer& p, std::uint8_t type, Slice value) {
  switch (type) {
    case kMultiprotocol:
      if (value.length() < 4) {
        p.put(" (too short, < 4)");
        return false;
      }
      p.put("\n\t\t");
      put_family(p, value, 3);
      break;
    case kMultipleLabels:
      for (; value.length() >= 4; value.advance(4)) {
        p.put("\n\t\t");
        put_family(p, value, 2);
        p.put(", Count: ", value.u8(3));
      }
      break;
    case kRestart:
      if (value.length() < 2) {
        p.put(" (too short, < 2)");
        return false;
      }
      print_restart(p, value);
      break;
    case kRouteRefresh:
    case kLongRestart:
    case kRouteRefreshCisco:
      break;
    case kWideAs:
      if (value.length() < 4) break;
      p.put("\n\t\t 4 Byte AS ");
      put_as(p, {value.b32()});
      break;
    case kAddPath:
      print_add_path(p, value);
      break;
    default:
      p.put("\n\t\tno decoder for Capability ", type);
      if (p.verbose() <= 1) p.unknown_data("\n\t\t", value);
  }
  return true;
}

// `in` claims as much as the option; a capability may claim more, and then what follows the option is shown.
void print_capabilities(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (!in.has(2)) return p.truncated();
    const std::uint8_t type = in.u8();
    const std::uint32_t length = in.u8(1);
    p.put("\n\t      ", NameOr{kCapabilities, type, "Unknown"}, " (", type, "), length: ", length);
    if (!in.has(2, length)) return p.truncated();
    const Slice value = in.after(2).with_length(length);
    if (!print_value(p, type, value)) return;
    if (p.verbose() > 1 && length > 0) p.unknown_data("\n\t\t", value);
    in.advance(2 + length);
  }
}

void print_options(Printer& p, Slice options) {
  while (options.length() > 0) {
    if (!options.has(2)) return p.truncated();
    const std::uint8_t type = options.u8();
    const std::uint32_t length = options.u8(1);
    if (2 + length > options.length()) {
      p.put("\n\t     Option ", type, ", length: ", length, ", goes past the end of the options");
      return;
    }
    p.put("\n\t    Option ", NameOr{kOpenOptions, type, "Unknown"}, " (", type, "), length: ", length);
    if (type == kOptionCapabilities) {
      print_capabilities(p, options.after(2).with_length(length));
    } else {
      p.put("\n\t      no decoder for option ", type);
    }
    options.advance(2 + length);
  }
}

}  // namespace

void print_open(Printer& p, Slice message) {
  if (message.length() < kOpenLength) return p.truncated();
  p.put("\n\t  Version ", message.u8(19), ", my AS ");
  put_as(p, {message.b16(20)});
  p.put(", Holdtime ", message.b16(22), "s, ID ", Ip4{message.at(24, 4)});
  const std::uint8_t options = message.u8(28);
  p.put("\n\t  Optional parameters, length: ", options);
  print_options(p, message.after(kOpenLength).with_length(options));
}

}  // namespace nd::capture::bgp
