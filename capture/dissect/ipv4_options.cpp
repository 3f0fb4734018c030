// The options of an IPv4 header (RFC 791 section 3.1, RFC 2113).
#include "capture/dissect/ipv4.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kEnd = 0,
  kNop = 1,
  kRecordRoute = 7,
  kTimestamp = 68,
  kLooseRoute = 131,
  kStrictRoute = 137,
  kRouterAlert = 148
};
constexpr Token kOptions[] = {
    {0, "EOL"},    {1, "NOP"},    {68, "timestamp"}, {130, "security"},  {7, "RR"},
    {137, "SSRR"}, {131, "LSRR"}, {148, "RA"},       {82, "traceroute"},
};

// RR, LSRR, SSRR: type, length, pointer, addresses; those before the pointer are filled and get a comma. False: the
// last address, of a length that is no multiple of four, lies behind the capture's end.
bool print_route(Printer& p, Slice option) {
  const std::uint32_t length = option.length();
  if (length < 3) {
    p.put(" [bad length ", length, ']');
    return true;
  }
  if (((length + 1) & 3) != 0) p.put(" [bad length ", length, ']');
  const std::uint32_t pointer = option.u8(2) - 1U;
  if (pointer < 3 || ((pointer + 1) & 3) != 0 || pointer > length + 1) p.put(" [bad ptr ", option.u8(2), ']');
  for (std::uint32_t at = 3; at < length; at += 4) {
    if (!option.has(at, 4)) return false;
    p.put(' ', Ip4{option.at(at, 4)});
    if (pointer > at) p.put(',');
  }
  return true;
}

std::string_view timestamp_kind(unsigned kind) {
  switch (kind) {
    case 0:
      return "TSONLY";
    case 1:
      return "TS+ADDR";
    case 3:
      return "PRESPEC";
    default:
      return {};
  }
}

void print_timestamp(Printer& p, Slice option) {
  const std::uint32_t length = option.length();
  if (length < 4) {
    p.put("[bad length ", length, ']');
    return;
  }
  p.put(" TS{");
  const unsigned kind = option.u8(3) & 0xf;
  const std::uint32_t hop = kind != 0 ? 8 : 4;
  if (((length - 4) & (hop - 1)) != 0) p.put("[bad length ", length, ']');
  const std::uint32_t pointer = option.u8(2) - 1U;
  if (pointer < 4 || ((pointer - 4) & (hop - 1)) != 0 || pointer > length + 1) p.put("[bad ptr ", option.u8(2), ']');
  std::uint32_t at = 0;
  if (const std::string_view name = timestamp_kind(kind); name.empty()) {
    p.put("[bad ts type ", kind, ']');
  } else {
    p.put(name);
    for (at = 4; at < length; at += hop) {
      option.need(at, hop);
      p.put(pointer == at ? " ^ " : " ", option.b32(at + hop - 4), '@');
      if (hop == 8) p.put(Ip4{option.at(at, 4)});
    }
  }
  if (pointer == at) p.put(" ^ ");
  if (const unsigned overflow = option.u8(3) >> 4; overflow != 0) {
    p.put(" [", overflow, " hops not recorded]} ");
  } else {
    p.put('}');
  }
}

bool print_value(Printer& p, Slice option) {
  switch (option.u8()) {
    case kTimestamp:
      print_timestamp(p, option);
      return true;
    case kRecordRoute:
    case kLooseRoute:
    case kStrictRoute:
      return print_route(p, option);
    case kRouterAlert:
      if (option.length() < 4) {
        p.put(" [bad length ", option.length(), ']');
      } else if (option.b16(2) != 0) {
        p.put(" value ", option.b16(2));
      }
      return true;
    default:
      return true;
  }
}

}  // namespace

bool print_ipv4_options(Printer& p, Slice options) {
  bool first = true;
  while (options.length() > 0) {
    if (!first) p.put(',');
    first = false;
    const std::uint8_t kind = options.u8();
    p.put(Named{kOptions, kind, "unknown "});
    std::uint32_t length = 1;
    if (kind != kNop && kind != kEnd) {
      length = options.u8(1);
      if (length < 2) {
        p.put(" [bad length ", length, ']');
        return true;
      }
    }
    if (length > options.length()) {
      p.put(" [bad length ", length, ']');
      return true;
    }
    if (!options.has(length)) return false;
    if (kind == kEnd) return true;
    if (!print_value(p, options.with_length(length))) return false;
    options.advance(length);
  }
  return true;
}

const std::uint8_t* last_hop(Slice options) {
  while (options.bytes().size() >= 2) {
    const std::uint8_t kind = options.u8();
    if (kind == kEnd) return nullptr;
    const std::uint32_t length = kind == kNop ? 1 : options.u8(1);
    if (length == 0 || length > options.bytes().size()) return nullptr;
    if (kind == kLooseRoute || kind == kStrictRoute) return length < 7 ? nullptr : options.at(length - 4, 4);
    options.advance(length);
  }
  return nullptr;
}

}  // namespace nd::capture
