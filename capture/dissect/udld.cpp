// Cisco's UniDirectional Link Detection (RFC 5171): neighbours tell each other whom they hear.
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace udld {
namespace {

enum Type : std::uint16_t {
  kDeviceId = 1,
  kPortId = 2,
  kEcho = 3,
  kMessageInterval = 4,
  kTimeoutInterval = 5,
  kDeviceName = 6,
  kSequence = 7
};
constexpr Token kNames[] = {
    {kDeviceId, "Device-ID TLV"},
    {kPortId, "Port-ID TLV"},
    {kEcho, "Echo TLV"},
    {kMessageInterval, "Message Interval TLV"},
    {kTimeoutInterval, "Timeout Interval TLV"},
    {kDeviceName, "Device Name TLV"},
    {kSequence, "Sequence Number TLV"},
};
constexpr Token kCodes[] = {{1, "Probe message"}, {2, "Echo message"}, {3, "Flush message"}};
constexpr Token kFlags[] = {{1, "RT"},     {2, "RSY"},    {4, "MBZ-2"},  {8, "MBZ-3"},
                            {16, "MBZ-4"}, {32, "MBZ-5"}, {64, "MBZ-6"}, {128, "MBZ-7"}};
constexpr std::uint32_t kHeader = 4;

void put_invalid(Printer& p, Slice in) {
  p.invalid();
  in.need(0, in.length());
}

bool print_value(Printer& p, std::uint16_t type, Slice value) {
  switch (type) {
    case kDeviceId:
    case kPortId:
    case kDeviceName:
      if (value.length() == 0) return false;
      p.put(", ");
      p.put_string_to_nul(value);
      return true;
    case kEcho:
      if (value.length() == 0) return false;
      p.put(", ");
      p.put_string(value);
      return true;
    case kMessageInterval:
    case kTimeoutInterval:
      if (value.length() != 1) return false;
      p.put(", ", value.u8(), 's');
      return true;
    case kSequence:
      if (value.length() != 4) return false;
      p.put(", ", value.b32());
      return true;
    default:
      value.need(0, value.length());
      return true;
  }
}

void print(Printer& p, Slice in) {
  if (in.length() < kHeader) return put_invalid(p, in);
  const std::uint8_t code = in.u8() & 0x1f;
  in.need(0, 2);
  p.put("UDLDv", in.u8() >> 5, ", Code ");
  if (const std::string_view name = find_token(kCodes, code); !name.empty()) {
    p.put(name, " (", Hex{code}, ')');
  } else {
    p.put("Reserved (", Hex{code}, ')');
  }
  const std::uint8_t flags = in.u8(1);
  p.put(", Flags [", Bits{kFlags, flags, "none"}, "] (0x", Hex{flags, 2}, "), length ", in.length());
  if (p.verbose() < 1) return in.need(0, in.length());
  p.put("\n\tChecksum 0x", Hex{in.b16(2), 4}, " (unverified)");
  for (in.advance(kHeader); in.length() > 0;) {
    if (in.length() < kHeader) return put_invalid(p, in);
    const std::uint16_t type = in.b16();
    const std::uint16_t length = in.b16(2);
    p.put("\n\t", NameOr{kNames, type, "Unknown"}, " (0x", Hex{type, 4}, ") TLV, length ", length);
    if (length < kHeader || length > in.length()) return put_invalid(p, in);
    if (!print_value(p, type, in.with_length(length).after(kHeader))) return put_invalid(p, in);
    in.advance(length);
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8() >> 5);
  json.field("code", in.u8() & 0x1f);
  json.field("flags", in.u8(1));
  json.field("checksum", in.b16(2));
  json.begin_array("fields");
  for (Slice rest = in.after(kHeader); rest.length() >= kHeader;) {
    const std::uint16_t type = rest.b16();
    const std::uint16_t length = rest.b16(2);
    if (length < kHeader || length > rest.length()) break;
    const Slice value = rest.with_length(length).after(kHeader);
    json.begin_object();
    json.field("kind", type);
    if (const std::string_view name = find_token(kNames, type); !name.empty()) json.field("name", name);
    if (type == kDeviceId || type == kPortId || type == kDeviceName) {
      json.foreign_field("text", as_text(value.take_bytes(0, value.length())));
    } else {
      json.hex_field("value_hex", as_text(value.take_bytes(0, value.length())));
    }
    json.end_object();
    rest.advance(length);
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace udld

const Dissector kUdld{"udld", udld::print, udld::json};

}  // namespace nd::capture
