// Linux "cooked" captures, the link types of the device `any`: LINUX_SLL and LINUX_SLL2. The kernel strips the real
// link header and tells the packet's type, and in SLL2 its interface.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/ethernet.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/interface_names.h"
#include "capture/dissect/llc.h"
#include "capture/dissect/registry.h"
#include "common/base/escape.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint16_t kMaxLengthField = 1500;  // smaller protocol values are Linux's own (ETH_P_802_2 …)
constexpr std::uint16_t kNovell = 0x0001;
constexpr std::uint16_t k8022 = 0x0004;
constexpr std::uint16_t kVlan = 0x8100;
constexpr Token kPacketTypes[] = {{0, "In"}, {1, "B"}, {2, "M"}, {3, "P"}, {4, "Out"}};
constexpr std::string_view kDirections[] = {"in", "broadcast", "multicast", "other_host", "out"};

struct CookedHeader {
  std::uint32_t length = 0;  // of the header itself
  std::uint16_t packet_type = 0;
  std::uint16_t hardware_type = 0;
  std::uint16_t address_length = 0;
  const std::uint8_t* address = nullptr;  // eight bytes
  std::uint16_t protocol = 0;
  std::uint32_t interface = 0;  // SLL2
};

CookedHeader parse_sll(Slice in) {
  in.need(0, 16);
  return {.length = 16,
          .packet_type = in.b16(0),
          .hardware_type = in.b16(2),
          .address_length = in.b16(4),
          .address = in.at(6, 8),
          .protocol = in.b16(14)};
}

CookedHeader parse_sll2(Slice in) {
  in.need(0, 20);
  return {.length = 20,
          .packet_type = in.u8(10),
          .hardware_type = in.b16(8),
          .address_length = in.u8(11),
          .address = in.at(12, 8),
          .protocol = in.b16(0),
          .interface = in.b32(4)};
}

// "00:1b:21:00:00:02 ethertype IPv4 (0x0800), length 48: "
void put_rest(Printer& p, const CookedHeader& header, std::uint32_t frame_length) {
  if (header.address_length == 6) p.put(MacAddress{header.address}, ' ');
  if (p.options.quiet > 0) return;
  if (header.protocol == kNovell) {
    p.put("802.3");
  } else if (header.protocol == k8022) {
    p.put("802.2");
  } else {
    const std::string_view name =
        header.protocol > kMaxLengthField ? find_token(kEtherTypes, header.protocol) : std::string_view{};
    p.put("ethertype ", name.empty() ? "Unknown" : name, " (0x", Hex{header.protocol, 4}, ')');
  }
  p.put(", length ", frame_length, ": ");
}

void put_sll(Printer& p, const CookedHeader& header, std::uint32_t frame_length) {
  const std::string_view type = find_token(kPacketTypes, header.packet_type);
  p.out.right(type.empty() ? "?" : type, 3).put(' ');
  put_rest(p, header, frame_length);
}

void put_sll2(Printer& p, const CookedHeader& header, std::uint32_t frame_length) {
  p.put("ifindex ", header.interface, ' ');
  put_rest(p, header, frame_length);
}

using PutHeader = void (*)(Printer&, const CookedHeader&, std::uint32_t);

// What an LLC header carries, or its bytes where nothing answers.
void print_llc_or_dump(Printer& p, Slice payload) {
  const LlcResult llc = print_llc(p, payload);
  if (llc.carried == Carried::kUnknown) {
    p.put_payload(payload.with_length(payload.captured()));
  } else if (p.nesting == 1) {
    p.link_length += llc.header_length;
  }
}

// VLAN tags are left in by the kernel where the hardware did not take them off.
void print_payload(Printer& p, const CookedHeader& header, Slice in, PutHeader put_header) {
  Slice payload = in.after(header.length);
  std::uint16_t type = header.protocol;
  while (type == kVlan) {
    if (!payload.has(4)) {
      p.protocol = "vlan";
      if (p.nesting == 1) p.link_length += payload.captured();
      return p.truncated();
    }
    if (p.options.link_header) {
      put_vlan_tag(p, payload.b16(0));
      p.put(", ");
    }
    type = payload.b16(2);
    if (type <= kMaxLengthField) type = k8022;
    if (p.options.quiet == 0) p.put("ethertype ", NameOr{kEtherTypes, type, "Unknown"}, ", ");
    payload.advance(4);
    if (p.nesting == 1) p.link_length += 4;
  }
  if (type == k8022) return print_llc_or_dump(p, payload);
  const Dissector* next = type == kNovell          ? by_ethertype(0x8137)
                          : type > kMaxLengthField ? by_ethertype(type)
                                                   : nullptr;
  if (next != nullptr) return p.call(*next, payload);
  if (type > kMaxLengthField && !p.options.link_header) put_header(p, header, in.length());
  p.put_payload(payload.with_length(payload.captured()));
}

void print_cooked(Printer& p, const CookedHeader& header, Slice in, PutHeader put_header) {
  p.ethernet_source = p.ethernet_destination = nullptr;
  if (p.options.link_header) put_header(p, header, in.length());
  if (p.nesting == 1) p.link_length = header.length;
  print_payload(p, header, in, put_header);
}

void print_sll(Printer& p, Slice in) { print_cooked(p, parse_sll(in), in, put_sll); }

void print_sll2(Printer& p, Slice in) {
  const CookedHeader header = parse_sll2(in);
  TextBuffer& out = p.out;
  const std::size_t start = out.size();
  append_escaped(out, p.interfaces.name(header.interface));
  const std::size_t width = out.size() - start;
  out.fill(width < 5 ? 6 - width : 1);
  const std::string_view type = find_token(kPacketTypes, header.packet_type);
  out.left(type.empty() ? "?" : type, 3).put(' ');
  print_cooked(p, header, in, put_sll2);
}

Next json_cooked(JsonWriter& json, Context&, const CookedHeader& header, Slice in) {
  json.field("packet_type", header.packet_type < std::size(kDirections) ? kDirections[header.packet_type] : "unknown");
  json.field("hardware_type", header.hardware_type);
  if (header.address_length == 6) json.field("address", mac_at(Slice(header.address, 8, 8), 0));
  json.field("ether_type", header.protocol);
  const Slice payload = in.after(header.length);
  if (header.protocol == k8022) return {&kLlc, payload};
  return {header.protocol > kMaxLengthField ? by_ethertype(header.protocol) : nullptr, payload};
}

Next json_sll(JsonWriter& json, Context& context, Slice in) { return json_cooked(json, context, parse_sll(in), in); }

Next json_sll2(JsonWriter& json, Context& context, Slice in) {
  const CookedHeader header = parse_sll2(in);
  json.field("interface_index", header.interface);
  json.foreign_field("interface", context.interfaces.name(header.interface));
  return json_cooked(json, context, header, in);
}

}  // namespace

const Dissector kLinuxSll{"sll", print_sll, json_sll};
const Dissector kLinuxSll2{"sll2", print_sll2, json_sll2};

}  // namespace nd::capture
