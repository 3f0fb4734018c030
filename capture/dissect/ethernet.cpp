// Ethernet II and 802.3 frames with their VLAN tags (IEEE 802.3, 802.1Q).
#include "capture/dissect/ethernet.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/llc.h"
#include "capture/dissect/macsec.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint16_t kMaxLengthField = 1500;  // larger values are an EtherType
constexpr std::uint32_t kAddresses = 12;
constexpr std::uint32_t kHeaderLength = 14;
constexpr std::uint32_t kTagLength = 4;
constexpr std::uint16_t kMacsecType = 0x88e5;
constexpr std::uint16_t kJumbo = 0x8870;  // Alteon: LLC in a frame too long for a length field

constexpr bool is_vlan(std::uint16_t type) {
  return type == 0x8100 || type == 0x9100 || type == 0x9200 || type == 0x88a8;
}

void put_macs(Printer& p, const EthernetHeader& header) {
  p.put(MacAddress{header.source}, " > ", MacAddress{header.destination}, ", ");
}

// Prints what stands between the addresses and the payload with -e: types, tags, and the frame's length once.
class HeaderText {
 public:
  HeaderText(Printer& p, std::uint32_t frame_length) : p_(p), frame_length_(frame_length) {}

  void type(std::uint16_t type) {
    put_ethertype(p_, type);
    separator();
  }
  void tag(std::uint16_t tci) {
    put_vlan_tag(p_, tci);
    p_.put(", ");
  }
  void separator() {
    if (length_printed_) {
      p_.put(", ");
    } else {
      p_.put(", length ", frame_length_, ": ");
      length_printed_ = true;
    }
  }
  void length_field(std::uint32_t length) {
    p_.put("802.3");
    if (!length_printed_) p_.put(", length ", length, ": ");
  }

 private:
  Printer& p_;
  std::uint32_t frame_length_;
  bool length_printed_ = false;
};

// The length field cuts the padding of short frames off.
void print_with_llc(Printer& p, Slice payload, bool outermost) {
  const LlcResult result = print_llc(p, payload);
  if (result.carried == Carried::kUnknown) p.put_payload(payload);
  if (outermost) p.link_length += result.header_length;
}

void print_payload(Printer& p, const EthernetHeader& header, HeaderText& text, std::uint16_t type, Slice payload,
                   std::uint32_t frame_length, bool outermost) {
  if (type <= kMaxLengthField) {
    const Slice claimed = payload.clipped(type);
    if (p.options.link_header) text.length_field(claimed.length());
    return print_with_llc(p, claimed, outermost);
  }
  if (type == kJumbo) return print_with_llc(p, payload, outermost);
  if (p.options.link_header) text.type(type);
  if (const Dissector* next = by_ethertype(type)) return p.call(*next, payload);
  if (!p.options.link_header) {
    put_macs(p, header);
    put_ethertype(p, type);
    p.put(", length ", frame_length, ": ");
  }
  p.put_payload(payload);
}

// What stands before the EtherType of the payload: VLAN tags, and the security tag. False: nothing behind it can be
// shown, as printed.
bool skip_tags(Printer& p, HeaderText& text, std::uint16_t& type, Slice& payload, std::uint32_t& consumed) {
  while (is_vlan(type) || type == kMacsecType) {
    const bool secure = type == kMacsecType;
    if (p.options.link_header && (secure || payload.bytes().size() >= kTagLength)) text.type(type);
    if (secure) {
      const std::uint32_t before = consumed;
      const std::optional<Slice> inside = print_macsec(p, payload, consumed);
      if (!inside) {
        if (consumed != before && p.nesting == 1) p.link_length = consumed;
        return false;
      }
      p.protocol = "ether";
      payload = *inside;
      if (payload.length() < 2) return p.truncated(), false;
      type = payload.b16();
      payload.advance(2);
      continue;
    }
    if (payload.bytes().size() < kTagLength) {
      p.protocol = "vlan";
      return p.truncated(), false;
    }
    if (p.options.link_header) text.tag(payload.b16(0));
    type = payload.b16(2);
    payload.advance(kTagLength);
    consumed += kTagLength;
  }
  return true;
}

void print(Printer& p, Slice in) { print_ethernet(p, in, nullptr); }

Next json(JsonWriter& json, Context& context, Slice in) {
  const EthernetHeader header = parse_ethernet(in);
  context.ethernet_source = header.source;
  context.ethernet_destination = header.destination;
  json.field("source", mac_at(in, 6));
  json.field("destination", mac_at(in, 0));
  std::uint16_t type = in.b16(12);
  Slice payload = in.after(kHeaderLength);
  if (is_vlan(type)) {
    json.begin_array("vlans");
    for (; is_vlan(type) && payload.has(kTagLength); payload.advance(kTagLength)) {
      const std::uint16_t tci = payload.b16(0);
      json.begin_object();
      json.field("tpid", type);
      json.field("id", tci & 0xfff);
      json.field("priority", tci >> 13);
      json.field("dei", (tci & 0x1000) != 0);
      json.end_object();
      type = payload.b16(2);
    }
    json.end_array();
  }
  json.field(type <= kMaxLengthField ? "length" : "ether_type", type);
  if (type <= kMaxLengthField) return {&kLlc, payload.clipped(type)};
  return {type == kJumbo ? &kLlc : by_ethertype(type), payload};
}

}  // namespace

void print_ethernet(Printer& p, Slice in, const SwitchTag* tag) {
  const std::uint32_t frame_length = in.length();
  const bool outermost = p.nesting == 1;
  if (outermost) p.link_length = in.captured();
  if (in.length() < in.captured()) {
    p.put("[length ", in.length(), " < caplen ", in.captured(), ']');
    return p.invalid();
  }
  const std::uint32_t tag_length = tag != nullptr ? tag->length : 0;
  if (!in.has(kHeaderLength + tag_length)) return p.truncated();
  const EthernetHeader header = parse_ethernet(in);
  p.ethernet_source = header.source;
  p.ethernet_destination = header.destination;
  if (p.options.link_header) put_macs(p, header);
  if (tag != nullptr) tag->put(p, in.after(kAddresses));

  HeaderText text(p, frame_length);
  std::uint32_t consumed = kHeaderLength + tag_length;
  std::uint16_t type = in.b16(kAddresses + tag_length);
  Slice payload = in.after(consumed);
  if (!skip_tags(p, text, type, payload, consumed)) return;
  if (outermost) p.link_length = consumed;
  print_payload(p, header, text, type, payload, frame_length, outermost);
}

EthernetHeader parse_ethernet(Slice frame) { return {frame.at(0, 6), frame.at(6, 6)}; }

void put_ethertype(Printer& p, std::uint16_t type) {
  const std::string_view name = find_token(kEtherTypes, type);
  if (p.options.quiet == 0) {
    p.put("ethertype ", name.empty() ? "Unknown" : name, " (0x", Hex{type, 4}, ')');
  } else if (name.empty()) {
    p.put("Unknown Ethertype (0x", Hex{type, 4}, ')');
  } else {
    p.put(name);
  }
}

void put_vlan_tag(Printer& p, std::uint16_t tci) {
  p.put("vlan ", tci & 0xfff, ", p ", tci >> 13);
  if ((tci & 0x1000) != 0) p.put(", DEI");
}

const Dissector kEthernet{"ether", print, json};

}  // namespace nd::capture
