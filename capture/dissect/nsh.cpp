// The Network Service Header (RFC 8300), and VXLAN's extension for protocols other than Ethernet, which carries it
// (draft-ietf-nvo3-vxlan-gpe).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace nsh {
namespace {

constexpr std::uint32_t kBase = 8;  // base header and service path header
constexpr std::uint32_t kWord = 4;
constexpr std::uint16_t kOam = 0x2000;
enum : std::uint8_t { kFixed = 1, kVariable = 2 };
constexpr Token kTypes[] = {{0, "reserved"}, {kFixed, "1"}, {kVariable, "2"}, {15, "experimental"}};
constexpr Token kProtocols[] = {
    {1, "IPv4"}, {2, "IPv6"}, {3, "Ethernet"}, {4, "NSH"}, {5, "MPLS"}, {0xfe, "Experiment 1"}, {0xff, "Experiment 2"}};

const Dissector* carried(std::uint8_t protocol) {
  switch (protocol) {
    case 1:
      return &kIpv4;
    case 2:
      return &kIpv6;
    case 3:
      return &kEthernet;
    case 4:
      return &kNsh;
    case 5:
      return &kMpls;
    default:
      return nullptr;
  }
}

struct Header {
  std::uint8_t version = 0;
  bool oam = false;
  std::uint8_t ttl = 0;
  std::uint32_t words = 0;
  std::uint8_t type = 0;
  std::uint8_t protocol = 0;
};
// The first four bytes; a cut capture may hold no more.
Header parse_base(Slice in) {
  const std::uint16_t first = in.b16();
  return {.version = static_cast<std::uint8_t>(first >> 14),
          .oam = (first & kOam) != 0,
          .ttl = static_cast<std::uint8_t>(first >> 6 & 0x3f),
          .words = first & 0x3fU,
          .type = static_cast<std::uint8_t>(in.u8(2) & 0xf),
          .protocol = in.u8(3)};
}

void print_context(Printer& p, Slice context) {
  for (std::uint32_t i = 0; i < 4; ++i)
    p.put("\n        Context[", Dec{i, 2, '0'}, "]: 0x", Hex{context.b32(kWord * i), 8});
}

bool print_metadata(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.length() < kWord) return false;
    const std::uint32_t length = in.u8(3) & 0x7fU;
    p.put("\n        TLV Class ", in.b16(), ", Type ", in.u8(2), ", Len ", length);
    in.advance(kWord);
    if (length == 0) continue;
    const std::uint32_t padded = (length + 3) / 4 * 4;
    if (in.length() < padded) return false;
    p.put("\n            Value: ");
    for (std::uint32_t i = 0; i < length; ++i) p.put(i == 0 ? "0x" : ":", Hex{in.u8(i), 2});
    in.advance(padded);
  }
  return true;
}

void print(Printer& p, Slice in) {
  if (in.length() < kBase) {
    p.put(" (packet length ", in.length(), " < ", kBase, ')');
    return p.invalid();
  }
  const Header header = parse_base(in);
  p.put("NSH, ");
  if (p.verbose() > 1) p.put("ver ", header.version, ", ");
  if (header.version != 0) return p.invalid();
  p.put("flags [", header.oam ? "O" : "none", "], ");
  if (p.verbose() > 2)
    p.put("TTL ", header.ttl, ", length ", header.words, ", md type ", NameOr{kTypes, header.type, "unknown"}, ", ");
  if (p.verbose() > 1) p.put("next-protocol ", NamedHex{kProtocols, header.protocol, "unknown (0x", 2, ")"}, ", ");
  if (in.length() < header.words * kWord) {
    p.put(" (too many headers for packet length ", in.length(), ')');
    return p.invalid();
  }
  p.put("service-path-id 0x", Hex{in.b24(4), 6}, ", ");
  p.put("service-index 0x", Hex{in.u8(7)});
  if (header.words * kWord < kBase) {
    p.put(" (less than two headers)");
    return p.invalid();
  }
  const Slice metadata = in.with_length(header.words * kWord).after(kBase);
  if (header.type == kFixed && metadata.length() != 4 * kWord) return p.invalid();
  if (p.verbose() > 2) {
    if (header.type == kFixed) {
      print_context(p, metadata);
    } else if (header.type == kVariable) {
      if (!print_metadata(p, metadata)) return p.invalid();
    } else {
      return p.invalid();
    }
  }
  in.need(0, header.words * kWord);
  p.put(p.verbose() > 0 ? "\n    " : ": ");
  const Slice payload = in.after(header.words * kWord);
  if (const Dissector* next = carried(header.protocol)) return p.call(*next, payload);
  p.put("ERROR: unknown-next-protocol");
}

Next json(JsonWriter& json, Context&, Slice in) {
  const Header header = parse_base(in);
  json.field("version", header.version);
  json.field("oam", header.oam);
  json.field("ttl", header.ttl);
  json.field("metadata_type", header.type);
  json.field("next_protocol", header.protocol);
  json.field("service_path", in.b24(4));
  json.field("service_index", in.u8(7));
  return {carried(header.protocol), in.after(header.words * kWord)};
}

constexpr Token kGpeFlags[] = {{0x08, "I"}, {0x04, "P"}, {0x02, "B"}, {0x01, "O"}};

void print_gpe(Printer& p, Slice in) {
  p.put("VXLAN-GPE");
  if (in.length() < kBase) return p.invalid();
  const std::uint8_t flags = in.u8();
  p.put(", flags [");
  p.put(Bits{kGpeFlags, flags, "none", ""});
  p.put(']');
  const std::uint8_t protocol = in.u8(3);
  p.put(", vni ", in.b24(4));
  p.put(p.verbose() > 0 ? "\n    " : ": ");
  in.need(0, kBase);
  if (protocol >= 1 && protocol <= 4) return p.call(*carried(protocol), in.after(kBase));
  p.put("ERROR: unknown-next-protocol");
  p.invalid();
}

Next json_gpe(JsonWriter& json, Context&, Slice in) {
  json.field("flags", in.u8());
  json.field("next_protocol", in.u8(3));
  json.field("vni", in.b24(4));
  return {in.u8(3) <= 4 ? carried(in.u8(3)) : nullptr, in.after(kBase)};
}

}  // namespace
}  // namespace nsh

const Dissector kNsh{"nsh", nsh::print, nsh::json};
const Dissector kVxlanGpe{"vxlan-gpe", nsh::print_gpe, nsh::json_gpe};

}  // namespace nd::capture
