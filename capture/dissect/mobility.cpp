// The mobility header of IPv6 (RFC 6275): what a mobile node, its home and its correspondents tell each other.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace mobility {
namespace {

enum Type : std::uint8_t {
  kRefresh = 0,
  kHomeInit,
  kCareInit,
  kHomeTest,
  kCareTest,
  kUpdate,
  kAcknowledgement,
  kError
};
constexpr std::uint8_t kLast = kError;
constexpr std::string_view kNames[] = {"BRR", "HoTI", "CoTI", "HoT", "CoT", "BU", "BA", "BE"};
constexpr std::uint32_t kMinLengths[] = {8, 16, 16, 24, 24, 12, 12, 24};  // of each type's fixed part

enum Option : std::uint8_t { kPad1 = 0, kPadN, kAdvice, kCareOf, kNonces, kAuthorization };

struct OptionShape {
  std::string_view name;
  std::uint32_t size;  // what its fields need, with type and length
};
constexpr OptionShape kShapes[] = {{"pad1", 1}, {"padn", 2}, {"refresh", 4}, {"altcoa", 18}, {"ni", 6}, {"auth", 12}};

void put_pair(Printer& p, std::string_view name, Slice in) {
  p.put(' ', name, '=', Hex{in.b32(), 8}, ':', Hex{in.b32(4), 8});
}

void print_option(Printer& p, std::uint8_t type, Slice in) {
  switch (type) {
    case kPad1:
      p.put("(pad1)");
      return;
    case kPadN:
      p.put("(padn)");
      return;
    case kAdvice:  // in units of four seconds
      p.put("(refresh: ", in.b16(2) * 4U, ')');
      return;
    case kCareOf:
      p.put("(alt-CoA: ", Ip6{in.at(2, 16)}, ')');
      return;
    case kNonces:
      p.put("(ni: ho=0x", Hex{in.b16(2), 4}, " co=0x", Hex{in.b16(4), 4}, ')');
      return;
    case kAuthorization:
      p.put("(auth)");
      return;
    default:
      p.put("(type-0x", Hex{type, 2}, ": len=", in.u8(1), ')');
  }
}

// False where the options end in the midst of one, or, as the peer counts, with one.
bool print_options(Printer& p, Slice in) {
  while (in.length() > 0) {
    const std::uint8_t type = in.u8();
    if (in.length() < 2) return false;
    const std::uint32_t length = type == kPad1 ? 1 : in.u8(1) + 2U;
    if (length >= in.length()) return false;
    in.want(0, length + 1);
    if (type < std::size(kShapes) && in.length() < kShapes[type].size) {
      p.put('(', kShapes[type].name, ": trunc)");
      return false;
    }
    print_option(p, type, in);
    in.advance(length);
  }
  return true;
}

void print_update(Printer& p, Slice in) {
  static constexpr Token kFlags[] = {{0x8000, "A"}, {0x4000, "H"}, {0x2000, "L"}, {0x1000, "K"}};
  p.put(" seq#=", in.b16(6));
  in.want(8, 2);
  const std::uint16_t flags = in.b16(8);
  if ((flags & 0xf000) != 0) p.put(' ', Bits{kFlags, flags, "", ""});
  p.put(" lifetime=", in.b16(10) * 4U);
}

void print_acknowledgement(Printer& p, Slice in) {
  p.put(" status=", in.u8(6));
  if ((in.u8(7) & 0x80) != 0) p.put(" K");
  p.put(" seq#=", in.b16(8));
  p.put(" lifetime=", in.b16(10) * 4U);
}

void print_fixed(Printer& p, std::uint8_t type, Slice in) {
  const bool home = type == kHomeInit || type == kHomeTest;
  switch (type) {
    case kHomeInit:
    case kCareInit:
      if (p.verbose() > 0) put_pair(p, home ? "Home Init Cookie" : "Care-of Init Cookie", in.after(8));
      return;
    case kHomeTest:
    case kCareTest:
      p.put(" nonce id=0x", Hex{in.b16(6)});
      if (p.verbose() == 0) return;
      put_pair(p, home ? "Home Init Cookie" : "Care-of Init Cookie", in.after(8));
      put_pair(p, home ? "Home Keygen Token" : "Care-of Keygen Token", in.after(16));
      return;
    case kUpdate:
      return print_update(p, in);
    case kAcknowledgement:
      return print_acknowledgement(p, in);
    case kError:
      p.put(" status=", in.u8(6));
      p.put(" homeaddr ", Ip6{in.at(8, 16)});
      return;
    default:
      return;
  }
}

void print(Printer& p, Slice in) {
  in.want(0, 2);
  const std::uint32_t length = (in.u8(1) + 1U) * 8;
  const std::uint8_t type = in.u8(2);
  if (type <= kLast && length < kMinLengths[type]) {
    p.put("(header length ", length, " is too small for type ", type, ')');
    return p.truncated();
  }
  p.put("mobility: ");
  if (type > kLast) {
    p.put("type-#", type, " len=", in.u8(1));
    return;
  }
  p.put(kNames[type]);
  print_fixed(p, type, in);
  if (p.verbose() == 0) return;
  if (!print_options(p, in.with_length(length).after(kMinLengths[type]))) p.truncated();
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint8_t type = in.u8(2);
  json.field("header_length", (in.u8(1) + 1U) * 8);
  json.field("message_type", type);
  if (type <= kLast) json.field("message_name", kNames[type]);
  if (type == kUpdate) {
    json.field("sequence", in.b16(6));
    json.field("lifetime", in.b16(10) * 4U);
  } else if (type == kAcknowledgement) {
    json.field("status", in.u8(6));
    json.field("sequence", in.b16(8));
    json.field("lifetime", in.b16(10) * 4U);
  } else if (type == kError) {
    json.field("status", in.u8(6));
    json.field("home_address", ipv6_at(in, 8));
  }
  return {};
}

}  // namespace
}  // namespace mobility

const Dissector kMobility{"mobility", mobility::print, mobility::json};

}  // namespace nd::capture
