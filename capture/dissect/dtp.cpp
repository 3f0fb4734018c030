// Cisco's Dynamic Trunking Protocol: whether the two ends of a link make it a trunk.
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace dtp {
namespace {

enum Type : std::uint16_t { kEnd = 0, kDomain = 1, kStatus = 2, kKind = 3, kNeighbor = 4 };
constexpr Token kNames[] = {{kDomain, "Domain"}, {kStatus, "Status"}, {kKind, "DTP type"}, {kNeighbor, "Neighbor"}};
constexpr std::uint32_t kHeader = 4;

void put_invalid(Printer& p, Slice in) {
  p.invalid();
  in.need(0, in.length());
}

// False where the value does not have the length of its type.
bool print_value(Printer& p, std::uint16_t type, Slice value) {
  switch (type) {
    case kDomain:
      p.put(", ");
      p.put_string_to_nul(value);
      return true;
    case kStatus:
    case kKind:
      if (value.length() != 1) return false;
      p.put(", 0x", Hex{value.u8()});
      return true;
    case kNeighbor:
      if (value.length() != 6) return false;
      p.put(", ", MacAddress{value.at(0, 6)});
      return true;
    default:
      value.need(0, value.length());
      return true;
  }
}

void print(Printer& p, Slice in) {
  if (in.length() < 1) {
    p.put("[zero packet length]");
    return put_invalid(p, in);
  }
  p.put("DTPv", in.u8(), ", length ", in.length());
  if (p.verbose() < 1) return;
  for (in.advance(1); in.length() > 0;) {
    if (in.length() < kHeader) {
      p.put('[', in.length(), " bytes remaining]");
      return put_invalid(p, in);
    }
    const std::uint16_t type = in.b16();
    const std::uint16_t length = in.b16(2);
    if (type == kEnd) return;
    p.put("\n\t", NameOr{kNames, type, "Unknown"}, " (0x", Hex{type, 4}, ") TLV, length ", length);
    if (length < kHeader || length > in.length()) {
      p.put("[invalid TLV length ", length, ']');
      return put_invalid(p, in);
    }
    if (!print_value(p, type, in.with_length(length).after(kHeader))) return put_invalid(p, in);
    in.advance(length);
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8());
  for (Slice rest = in.after(1); rest.length() >= kHeader;) {
    const std::uint16_t type = rest.b16();
    const std::uint16_t length = rest.b16(2);
    if (type == kEnd || length < kHeader || length > rest.length()) break;
    const Slice value = rest.with_length(length).after(kHeader);
    if (type == kDomain) json.foreign_field("domain", as_text(value.take_bytes(0, value.length())));
    if (type == kStatus && value.length() == 1) json.field("status", value.u8());
    if (type == kKind && value.length() == 1) json.field("dtp_type", value.u8());
    if (type == kNeighbor && value.length() == 6) json.field("neighbor", mac_at(value, 0));
    rest.advance(length);
  }
  return {};
}

}  // namespace
}  // namespace dtp

const Dissector kDtp{"dtp", dtp::print, dtp::json};

}  // namespace nd::capture
