// Ethernet frames with the tags by which switch chips and their CPU tell each other ports: Marvell's DSA and EDSA, and
// Broadcom's tag inside or before the frame (the link types' descriptions at tcpdump.org).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/ethernet.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t { kToCpu = 0, kFromCpu = 1, kToSniffer = 2, kForward = 3 };
constexpr Token kCodes[] = {
    {0, "BPDU (MGMT) Trap"}, {1, "Frame2Reg"},  {2, "IGMP/MLD Trap"},
    {3, "Policy Trap"},      {4, "ARP Mirror"}, {5, "Policy Mirror"},
};
constexpr Token kReasons[] = {{0x01, "mirror"},    {0x02, "MAC learning"}, {0x04, "switching"},
                              {0x08, "prot term"}, {0x10, "prot snoop"},   {0x20, "exception"}};
constexpr std::string_view kTagEnforcements[] = {"None", "Untag", "Header", "Reserved"};

struct DsaTag {
  std::uint8_t mode = 0;
  bool tagged = false;
  std::uint8_t device = 0;
  std::uint8_t port = 0;
  std::uint8_t code = 0;
  bool trunk = false;
  bool ingress = false;
  bool cfi = false;
  std::uint8_t priority = 0;
  std::uint16_t vlan = 0;
};
DsaTag parse_dsa(Slice tag) {
  const std::uint32_t bits = tag.b32();
  return {.mode = static_cast<std::uint8_t>(bits >> 30),
          .tagged = (bits >> 29 & 1) != 0,
          .device = static_cast<std::uint8_t>(bits >> 24 & 0x1f),
          .port = static_cast<std::uint8_t>(bits >> 19 & 0x1f),
          .code = static_cast<std::uint8_t>((bits >> 16 & 6) | (bits >> 12 & 1)),
          .trunk = (bits >> 18 & 1) != 0,
          .ingress = (bits >> 18 & 1) != 0,
          .cfi = (bits >> 16 & 1) != 0,
          .priority = static_cast<std::uint8_t>(bits >> 13 & 7),
          .vlan = static_cast<std::uint16_t>(bits & 0xfff)};
}

void put_dsa_details(Printer& p, const DsaTag& tag) {
  switch (tag.mode) {
    case kToCpu:
      p.put("mode To CPU, source dev ", tag.device, ", port ", tag.port, ", code ",
            NameOr{kCodes, tag.code, "reserved"});
      break;
    case kFromCpu:
      p.put("mode From CPU, target dev ", tag.device, ", port ", tag.port);
      break;
    case kToSniffer:
      p.put("mode To Sniffer, source dev ", tag.device, ", port ", tag.port,
            tag.ingress ? ", ingress sniff" : ", egress sniff");
      break;
    default:
      p.put("mode Forward, dev ", tag.device, tag.trunk ? ", trunk " : ", port ", tag.port);
  }
  p.put(tag.tagged ? ", tagged" : ", untagged", tag.cfi ? ", CFI" : "", ", VID ", tag.vlan, ", FPri ", tag.priority,
        ", ");
}

void put_dsa_brief(Printer& p, const DsaTag& tag) {
  switch (tag.mode) {
    case kToCpu:
      p.put("port ", tag.device, '.', tag.port, " > CPU");
      break;
    case kFromCpu:
      p.put("CPU > port ", tag.device, '.', tag.port);
      break;
    case kToSniffer:
      p.put("port ", tag.device, '.', tag.port, tag.ingress ? " > Rx Sniffer" : " > Tx Sniffer");
      break;
    default:
      p.put("Forward ", tag.trunk ? "trunk " : "port ", tag.device, '.', tag.port);
  }
  p.put(", VLAN ", tag.vlan, tag.tagged ? 't' : 'u', ", ");
}

void put_dsa(Printer& p, Slice tag) {
  if (p.options.link_header) {
    p.put("Marvell DSA ");
    put_dsa_details(p, parse_dsa(tag));
  } else {
    p.put("DSA ");
    put_dsa_brief(p, parse_dsa(tag));
  }
}

void put_edsa(Printer& p, Slice tag) {
  const std::uint16_t type = tag.b16();
  const DsaTag dsa = parse_dsa(tag.after(4));
  if (p.options.link_header) {
    p.put("Marvell EDSA ethertype 0x", Hex{type, 4}, " (", NameOr{kEtherTypes, type, "Unknown"}, "), rsvd ", tag.u8(2),
          ' ', tag.u8(3), ", ");
    put_dsa_details(p, dsa);
  } else {
    p.put("EDSA 0x", Hex{type, 4}, ", ");
    put_dsa_brief(p, dsa);
  }
}

void put_broadcom(Printer& p, Slice tag) {
  const std::uint32_t bits = tag.b32();
  p.put("BRCM tag OP: ", (bits >> 24) != 0 ? "IG" : "EG", ", ");
  if ((bits >> 29 & 1) != 0) {
    p.put("TC: ", bits >> 18 & 7, ", TE: ", kTagEnforcements[bits >> 16 & 3], ", TS: ", bits >> 23 & 1, ", DST map: 0x",
          Hex{bits & 0x1ff, 4}, ", ");
  } else {
    p.put("CID: ", bits >> 16 & 0xff, ", RC: ", NameOr{kReasons, bits >> 8 & 0xff, "reserved"}, ", TC: ", bits >> 5 & 7,
          ", port: ", bits & 0x1f, ", ");
  }
}

constexpr SwitchTag kDsa{4, put_dsa};
constexpr SwitchTag kEdsa{8, put_edsa};
constexpr SwitchTag kBroadcom{4, put_broadcom};

void print_dsa(Printer& p, Slice in) { print_ethernet(p, in, &kDsa); }
void print_edsa(Printer& p, Slice in) { print_ethernet(p, in, &kEdsa); }
void print_broadcom(Printer& p, Slice in) { print_ethernet(p, in, &kBroadcom); }

void print_broadcom_prepended(Printer& p, Slice in) {
  if (!in.has(4)) return p.truncated();
  if (p.options.link_header) put_broadcom(p, in);
  p.protocol = "ether";
  print_ethernet(p, in.after(4), nullptr);
  if (p.nesting == 1) p.link_length += 4;
}

void json_dsa_tag(JsonWriter& json, Slice in) {
  static constexpr std::string_view kModes[] = {"to_cpu", "from_cpu", "to_sniffer", "forward"};
  const DsaTag tag = parse_dsa(in);
  json.field("mode", kModes[tag.mode]);
  json.field("device", tag.device);
  json.field("port", tag.port);
  json.field("tagged", tag.tagged);
  json.field("vlan", tag.vlan);
  json.field("priority", tag.priority);
}

Next json_rest(JsonWriter& json, Slice in, std::uint32_t tag_length) {
  json.field("source", mac_at(in, 6));
  json.field("destination", mac_at(in, 0));
  const std::uint16_t type = in.b16(12 + tag_length);
  json.field("ether_type", type);
  return {by_ethertype(type), in.after(14 + tag_length)};
}

Next json_dsa(JsonWriter& json, Context&, Slice in) {
  json_dsa_tag(json, in.after(12));
  return json_rest(json, in, 4);
}
Next json_edsa(JsonWriter& json, Context&, Slice in) {
  json.field("tag_ether_type", in.b16(12));
  json_dsa_tag(json, in.after(16));
  return json_rest(json, in, 8);
}
Next json_broadcom(JsonWriter& json, Context&, Slice in) {
  json.field("tag", in.b32(12));
  return json_rest(json, in, 4);
}
Next json_broadcom_prepended(JsonWriter& json, Context&, Slice in) {
  json.field("tag", in.b32());
  return {&kEthernet, in.after(4)};
}

}  // namespace

const Dissector kMarvellDsa{"dsa", print_dsa, json_dsa};
const Dissector kMarvellEdsa{"edsa", print_edsa, json_edsa};
const Dissector kBroadcomTag{"brcm-tag", print_broadcom, json_broadcom};
const Dissector kBroadcomTagPrepended{"brcm-tag-prepend", print_broadcom_prepended, json_broadcom_prepended};

}  // namespace nd::capture
