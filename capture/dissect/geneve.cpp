// Geneve (RFC 8926): any EtherType in UDP, with a virtual network's number and options.
#include <optional>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeaderLength = 8;
constexpr std::uint32_t kOptionHeader = 4;
constexpr std::uint16_t kEthernetBridging = 0x6558;
constexpr Token kFlags[] = {{0x80, "O"},  {0x40, "C"},  {0x20, "R1"}, {0x10, "R2"},
                            {0x08, "R3"}, {0x04, "R4"}, {0x02, "R5"}, {0x01, "R6"}};

constexpr Token kClasses[] = {
    {0x0100, "Linux"},
    {0x0101, "Open vSwitch"},
    {0x0102, "Open Virtual Networking (OVN)"},
    {0x0103, "In-band Network Telemetry (INT)"},
    {0x0104, "VMware"},
    {0xffff, "Experimental"},
};

std::string_view class_name(std::uint16_t option_class) {
  if (option_class <= 0xff) return "Standard";
  const std::string_view name = find_token(kClasses, option_class);
  return name.empty() ? "Unknown" : name;
}

void print_options(Printer& p, Slice options) {
  for (bool first = true; options.length() > 0; first = false) {
    if (options.length() < kOptionHeader) return;
    if (!first) p.put(", ");
    const std::uint16_t option_class = options.b16();
    const std::uint8_t type = options.u8(2);
    const std::uint32_t length = kOptionHeader + (options.u8(3) & 0x1fU) * 4;
    p.put("class ", class_name(option_class), " (0x", Hex{option_class}, ") type 0x", Hex{type},
          (type & 0x80) != 0 ? "(C)" : "", " len ", length);
    if (length > options.length()) {
      p.put(" [bad length]");
      return;
    }
    if (p.verbose() > 1 && length > kOptionHeader) {
      p.put(" data");
      for (std::uint32_t at = kOptionHeader; at < length; at += 4) p.put(' ', Hex{options.b32(at), 8});
    }
    options.advance(length);
  }
}

const Dissector* carried_by(std::uint16_t protocol) {
  return protocol == kEthernetBridging ? &kEthernet : by_ethertype(protocol);
}

// The payload's place, or nothing where the packet says no more.
std::optional<Slice> print_header(Printer& p, Slice in) {
  p.put("Geneve");
  if (in.length() < kHeaderLength) {
    p.put(" [length ", in.length(), " < ", kHeaderLength, ']');
    p.invalid();
    return std::nullopt;
  }
  in.need(0, kHeaderLength);
  if (const unsigned version = in.u8() >> 6; version != 0) {
    p.put(" ERROR: unknown-version ", version);
    return std::nullopt;
  }
  const std::uint16_t protocol = in.b16(2);
  p.put(", Flags [", Bits{kFlags, in.u8(1), "none", ""}, ']');
  p.put(", vni 0x", Hex{in.b24(4)});
  if (in.u8(7) != 0) p.put(", rsvd 0x", Hex{in.u8(7)});
  if (p.options.link_header) {
    const std::string_view name = find_token(kEtherTypes, protocol);
    p.put(", proto ", name.empty() ? "unknown" : name, " (0x", Hex{protocol, 4}, ')');
  }
  const std::uint32_t options_length = (in.u8() & 0x3fU) * 4;
  const Slice rest = in.after(kHeaderLength);
  if (rest.length() < options_length) {
    p.put(" truncated-geneve - ", options_length - rest.length(), " bytes missing");
    return std::nullopt;
  }
  rest.need(0, options_length);
  if (options_length > 0) {
    p.put(", options [");
    if (p.verbose() == 0) {
      p.put(options_length, " bytes");
    } else {
      print_options(p, rest.with_length(options_length));
    }
    p.put(']');
  }
  p.put(p.verbose() < 1 ? ": " : "\n\t");
  return rest.after(options_length);
}

// A header that the capture cuts ends this layer only; what it carries may end the packet.
void print(Printer& p, Slice in) {
  std::optional<Slice> payload;
  try {
    payload = print_header(p, in);
  } catch (const Truncated&) {
    return p.truncated();
  }
  if (!payload) return;
  const std::uint16_t protocol = in.b16(2);
  if (const Dissector* next = carried_by(protocol)) return p.call(*next, *payload);
  p.put("geneve-proto-0x", Hex{protocol});
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8() >> 6);
  json.field("flags", in.u8(1));
  json.field("protocol_type", in.b16(2));
  json.field("vni", in.b24(4));
  const std::uint32_t options_length = (in.u8() & 0x3fU) * 4;
  json.begin_array("options");
  for (Slice rest = in.after(kHeaderLength).with_length(options_length); rest.length() >= kOptionHeader;) {
    const std::uint32_t size = (rest.u8(3) & 0x1fU) * 4;
    if (size + kOptionHeader > rest.length()) break;
    json.begin_object();
    json.field("class", rest.b16());
    json.field("type", rest.u8(2));
    json.hex_field("data_hex", as_text(rest.take_bytes(kOptionHeader, size)));
    json.end_object();
    rest.advance(kOptionHeader + size);
  }
  json.end_array();
  return {carried_by(in.b16(2)), in.after(kHeaderLength + options_length)};
}

}  // namespace

const Dissector kGeneve{"geneve", print, json};

}  // namespace nd::capture
