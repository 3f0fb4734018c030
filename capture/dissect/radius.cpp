// RADIUS (RFC 2865 and its kin): a header and a list of attributes.
#include "capture/dissect/radius.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "common/render/json.h"

namespace nd::capture {
namespace radius {
namespace {

constexpr std::uint32_t kHeader = 20;
constexpr std::uint32_t kAttributeHeader = 2;
constexpr Token kCodes[] = {
    {1, "Access-Request"},
    {2, "Access-Accept"},
    {3, "Access-Reject"},
    {4, "Accounting-Request"},
    {5, "Accounting-Response"},
    {11, "Access-Challenge"},
    {12, "Status-Server"},
    {13, "Status-Client"},
    {40, "Disconnect-Request"},
    {41, "Disconnect-ACK"},
    {42, "Disconnect-NAK"},
    {43, "CoA-Request"},
    {44, "CoA-ACK"},
    {45, "CoA-NAK"},
    {255, "Reserved"},
};

void print_attributes(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.length() < kAttributeHeader) return p.truncated();
    in.want(0, kAttributeHeader);
    const std::uint8_t type = in.u8();
    const std::uint8_t length = in.u8(1);
    const Attribute* attribute = find_attribute(type);
    p.put("\n\t  ", attribute != nullptr ? attribute->name : "Unknown", " Attribute (", type, "), length: ", length);
    if (length < kAttributeHeader) {
      p.put(" (bogus, must be >= 2)");
      return;
    }
    if (length > in.length()) {
      p.put(" (bogus, goes past end of packet)");
      return;
    }
    p.put(", Value: ");
    const Slice value = in.after(kAttributeHeader).with_length(length - kAttributeHeader);
    if (attribute != nullptr && value.length() > 0) print_value(p, *attribute, value);
    if (p.verbose() > 1) p.unknown_data("\n\t    ", value);
    in.advance(length);
  }
}

void print(Printer& p, Slice in) {
  if (!in.has(kHeader)) return p.truncated();
  const std::uint32_t length = std::min<std::uint32_t>(in.b16(2), in.length());
  if (in.b16(2) < kHeader) return p.truncated();
  const std::uint8_t code = in.u8();
  if (p.verbose() == 0) {
    p.put("RADIUS, ", NameOr{kCodes, code, "Unknown Command"}, " (", code, "), id: 0x", Hex{in.u8(1), 2},
          " length: ", length);
    return;
  }
  p.put("RADIUS, length: ", length, "\n\t", NameOr{kCodes, code, "Unknown Command"}, " (", code, "), id: 0x",
        Hex{in.u8(1), 2}, ", Authenticator: ");
  for (const std::uint8_t byte : in.take_bytes(4, 16)) p.put(Hex{byte, 2});
  print_attributes(p, in.with_length(length).after(kHeader));
}

// The value as what it is, where its length fits, beside its bytes.
void json_value(JsonWriter& json, const Attribute& attribute, Slice value) {
  switch (attribute.format) {
    case Format::kNumber:
    case Format::kError:
    case Format::kDuration:
    case Format::kDate:
      if (value.length() != 4) return;
      json.field("number", value.b32());
      if (const std::string_view name = find_token(attribute.values, value.b32()); !name.empty())
        json.field("number_name", name);
      return;
    case Format::kTaggedNumber:
      if (value.length() != 4) return;
      json.field("tag", value.u8());
      json.field("number", value.b24(1));
      if (const std::string_view name = find_token(attribute.values, value.b24(1)); !name.empty())
        json.field("number_name", name);
      return;
    case Format::kAddress:
    case Format::kChosenAddress:
      if (value.length() == 4) json.field("address", ipv4_at(value, 0));
      return;
    case Format::kAddress6:
      if (value.length() == 16) json.field("address", ipv6_at(value, 0));
      return;
    default:
      return;
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("code", in.u8());
  if (const std::string_view name = find_token(kCodes, in.u8()); !name.empty()) json.field("code_name", name);
  json.field("id", in.u8(1));
  json.field("length", in.b16(2));
  json.hex_field("authenticator_hex", as_text(in.take_bytes(4, 16)));
  json.begin_array("attributes");
  for (Slice rest = in.with_length(std::min<std::uint32_t>(in.b16(2), in.length())).after(kHeader);
       rest.length() >= kAttributeHeader && rest.u8(1) >= kAttributeHeader; rest.advance(rest.u8(1))) {
    const Attribute* attribute = find_attribute(rest.u8());
    const Slice value = rest.clipped(rest.u8(1)).after(kAttributeHeader);
    json.begin_object();
    json.field("kind", rest.u8());
    if (attribute != nullptr) json.field("name", attribute->name);
    if (attribute != nullptr && value.bytes().size() == value.length()) json_value(json, *attribute, value);
    if (attribute != nullptr && attribute->format == Format::kText) {
      json.foreign_field("text", as_text(value.bytes()));
    } else {
      json.hex_field("data_hex", as_text(value.bytes()));
    }
    json.end_object();
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace radius

const Dissector kRadius{"radius", radius::print, radius::json};

}  // namespace nd::capture
