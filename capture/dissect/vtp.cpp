// Cisco's VLAN Trunking Protocol: which VLANs the switches of a domain have.
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace vtp {
namespace {

enum Message : std::uint8_t { kSummary = 1, kSubset = 2, kRequest = 3, kJoin = 4 };
constexpr Token kMessages[] = {{kSummary, "Summary advertisement"},
                               {kSubset, "Subset advertisement"},
                               {kRequest, "Advertisement request"},
                               {kJoin, "Join message"}};
// What the third byte is, by message.
constexpr Token kThird[] = {{kSummary, "Followers"}, {kSubset, "Seq number"}, {kRequest, "Rsvd"}, {kJoin, "Rsvd"}};
constexpr Token kVlanTypes[] = {{1, "Ethernet"}, {2, "FDDI"}, {3, "TrCRF"}, {4, "FDDI-net"}, {5, "TrBRF"}};
constexpr Token kStates[] = {{0, "Operational"}, {1, "Suspended"}};
enum Field : std::uint8_t { kSpanningTree = 3, kPruning = 6, kBridgeType = 7, kHopCount = 9, kBackup = 10 };
constexpr Token kFields[] = {
    {1, "Source-Routing Ring Number TLV"},    {2, "Source-Routing Bridge Number TLV"},
    {kSpanningTree, "STP type TLV"},          {4, "Parent VLAN TLV"},
    {5, "Translationally bridged VLANs TLV"}, {kPruning, "Pruning TLV"},
    {kBridgeType, "Bridge Type TLV"},         {8, "Max ARP Hop Count TLV"},
    {kHopCount, "Max STE Hop Count TLV"},     {kBackup, "Backup CRF Mode TLV"},
};
constexpr Token kSpanningTrees[] = {{1, "SRT"}, {2, "SRB"}, {3, "Auto"}};
constexpr std::uint32_t kDomainLength = 32;
constexpr std::uint32_t kHeader = 4 + kDomainLength;
constexpr std::uint32_t kVlan = 12;  // without name and fields

void put_invalid(Printer& p, Slice in) {
  p.invalid();
  in.need(0, in.length());
}

void print_summary(Printer& p, Slice in) {
  p.put("\n\t  Config Rev ", Hex{in.b32()}, ", Updater ", Ip4{in.at(4, 4)});
  p.put(", Timestamp 0x", Hex{in.b32(8), 8}, " 0x", Hex{in.b32(12), 8}, " 0x", Hex{in.b32(16), 8});
  p.put(", MD5 digest: ", Hex{in.b32(20), 8}, Hex{in.b32(24), 8}, Hex{in.b32(28), 8}, Hex{in.b32(32), 8});
}

void print_field_value(Printer& p, std::uint8_t type, Slice field) {
  const std::uint16_t value = field.b16(2);
  switch (type) {
    case kSpanningTree:
      p.put(", ", NameOr{kSpanningTrees, value, "Unknown"}, " (", value, ')');
      return;
    case kPruning:
      p.put(value == 1 ? ", Enabled (" : ", Disabled (", value, ')');
      return;
    case kBridgeType:
      p.put(value == 1 ? ", SRB (" : ", SRT (", value, ')');
      return;
    case kHopCount:
      p.put(", ", value);
      return;
    case kBackup:
      p.put(value == 1 ? ", Backup (" : ", Not backup (", value, ')');
      return;
    default:
      p.unknown_data("\n\t\t  ", field);
  }
}

// What follows a VLAN's name; false where it cannot be.
bool print_fields(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.length() < 2) return false;
    const std::uint8_t type = in.u8();
    const std::uint32_t words = in.u8(1);
    p.put("\n\t\t", NameOr{kFields, type, "Unknown"}, " (0x", Hex{type, 4}, ") TLV");
    if (in.length() < words * 2 + 2) {
      p.put(" (TLV goes past the end of the packet)");
      return false;
    }
    in.need(0, words * 2 + 2);
    if (words != 1) {
      p.put(" (invalid TLV length ", words, " != 1)");
      return false;
    }
    print_field_value(p, type, in.with_length(4));
    in.advance(4);
  }
  return true;
}

bool print_vlan(Printer& p, Slice in) {
  p.put("\n\tVLAN info status ", NameOr{kStates, in.u8(1), "Unknown"}, ", type ",
        NameOr{kVlanTypes, in.u8(2), "Unknown"}, ", VLAN-id ", in.b16(4), ", MTU ", in.b16(6), ", SAID 0x",
        Hex{in.b32(8), 8}, ", Name ");
  const std::uint32_t name = in.u8(3);
  in.advance(kVlan);
  if (in.length() < 4 * ((name + 3) / 4)) return false;
  p.put_string_to_nul(in.with_length(name));
  in.advance(4 * ((name + 3) / 4));
  return print_fields(p, in);
}

void print_vlans(Printer& p, Slice in) {
  p.put(", Config Rev ", Hex{in.b32()});
  for (in.advance(4); in.length() > 0;) {
    const std::uint32_t length = in.u8();
    if (length == 0) return;
    in.need(0, length);
    if (length > in.length() || length < kVlan) return put_invalid(p, in);
    if (!print_vlan(p, in.with_length(length))) return put_invalid(p, in);
    in.advance(length);
  }
}

void print(Printer& p, Slice in) {
  if (in.length() < kHeader) return put_invalid(p, in);
  in.need(0, kHeader);
  const std::uint8_t type = in.u8(1);
  p.put("VTPv", in.u8(), ", Message ", NameOr{kMessages, type, "Unknown message type"}, " (0x", Hex{type, 2},
        "), length ", in.length());
  if (p.verbose() < 1) return in.need(0, in.length());
  const std::uint32_t domain = in.u8(3);
  p.put("\n\tDomain name: ");
  if (domain < 1 || domain > kDomainLength) {
    p.put(" [invalid MgmtD Len ", domain, ']');
    return put_invalid(p, in);
  }
  p.put_string_to_nul(in.after(4).with_length(domain));
  p.put(", ", NameOr{kThird, type, "Unknown"}, ": ", in.u8(2));
  in.advance(kHeader);
  if (type == kSummary) return print_summary(p, in);
  if (type == kSubset) return print_vlans(p, in);
  if (type == kRequest) p.put("\n\tStart value: ", in.b32());
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8());
  json.field("message_type", in.u8(1));
  const std::uint32_t domain = std::min<std::uint32_t>(in.u8(3), kDomainLength);
  json.foreign_field("domain", as_text(in.take_bytes(4, domain)));
  if (in.u8(1) != kSummary && in.u8(1) != kSubset) return {};
  json.field("revision", in.b32(kHeader));
  if (in.u8(1) == kSummary) json.field("updater", ipv4_at(in, kHeader + 4));
  if (in.u8(1) == kSummary) return {};
  json.begin_array("vlans");
  for (Slice rest = in.after(kHeader + 4); rest.length() >= kVlan;) {
    const std::uint32_t length = rest.u8();
    if (length < kVlan || length > rest.length()) break;
    json.begin_object();
    json.field("id", rest.b16(4));
    json.field("mtu", rest.b16(6));
    json.field("vlan_type", rest.u8(2));
    json.field("suspended", rest.u8(1) == 1);
    json.foreign_field("name", as_text(rest.take_bytes(kVlan, std::min<std::uint32_t>(rest.u8(3), length - kVlan))));
    json.end_object();
    rest.advance(length);
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace vtp

const Dissector kVtp{"vtp", vtp::print, vtp::json};

}  // namespace nd::capture
