#include "capture/dissect/macsec.h"

#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kVersion = 0x80,
  kEndStation = 0x40,
  kChannel = 0x20,
  kBroadcast = 0x10,
  kEncrypted = 0x08,
  kChanged = 0x04,
  kAssociation = 0x03
};
constexpr std::uint32_t kTag = 6;
constexpr std::uint32_t kChannelLength = 8;
constexpr std::uint32_t kCheckValue = 16;
constexpr Token kFlags[] = {{kEncrypted, "E"}, {kChanged, "C"}, {kEndStation, "S"}, {kChannel, "I"}, {kBroadcast, "B"}};

std::uint32_t tag_length(std::uint8_t control) { return (control & kChannel) != 0 ? kTag + kChannelLength : kTag; }

void put_tag(Printer& p, Slice in, std::uint8_t control, std::uint8_t short_length) {
  p.put("an ", control & kAssociation, ", pn ", in.b32(2), ", flags ", Bits{kFlags, control, "none", ""});
  if (short_length != 0) p.put(", sl ", short_length);
  if ((control & kChannel) != 0) p.put(", sci ", Hex{in.b64(kTag), 16});
  p.put(", ");
}

void print(Printer& p, Slice in) {
  std::uint32_t consumed = 0;
  print_macsec(p, in, consumed);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint8_t control = in.u8();
  json.field("association_number", control & kAssociation);
  json.field("packet_number", in.b32(2));
  json.field("short_length", in.u8(1) & 0x3f);
  json.field("encrypted", (control & kEncrypted) != 0);
  if ((control & kChannel) != 0) json.hex_field("secure_channel_hex", as_text(in.take_bytes(kTag, kChannelLength)));
  if ((control & (kEncrypted | kChanged)) != 0) return {nullptr, in.after(tag_length(control))};
  const Slice rest = in.after(tag_length(control));
  const std::uint16_t type = rest.b16();
  json.field("ether_type", type);
  return {by_ethertype(type), rest.after(2)};
}

}  // namespace

std::optional<Slice> print_macsec(Printer& p, Slice in, std::uint32_t& consumed) {
  p.protocol = "macsec";
  const auto cut = [&p] {
    p.truncated();
    return std::nullopt;
  };
  if (in.bytes().size() < kTag) return cut();
  const std::uint8_t control = in.u8();
  const std::uint8_t short_length = in.u8(1) & 0x3f;
  if ((control & kVersion) != 0 || (in.u8(1) & 0xc0) != 0) {
    p.invalid();
    return std::nullopt;
  }
  const std::uint32_t header = tag_length(control);
  if (in.bytes().size() < header) return cut();
  if (p.options.link_header) put_tag(p, in, control, short_length);
  Slice rest = in.after(header);
  if ((control & (kEncrypted | kChanged)) != 0) {
    if (!p.options.link_header) {
      p.put(MacAddress{p.ethernet_source}, " > ", MacAddress{p.ethernet_destination}, " 802.1AE MACsec, ");
      put_tag(p, in, control, short_length);
    }
    p.put_payload(rest);
    consumed += header;
    return std::nullopt;
  }
  if (short_length != 0) {
    if (rest.bytes().size() < short_length + kCheckValue) return cut();
    return rest.clipped(short_length);
  }
  if (rest.bytes().size() < kCheckValue) return cut();
  // The peer takes the check value from the end of what was captured.
  return Slice{rest.data(), rest.captured() - kCheckValue, rest.length() - kCheckValue};
}

const Dissector kMacsec{"macsec", print, json};

}  // namespace nd::capture
