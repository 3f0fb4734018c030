// LLDP (IEEE 802.1AB): fields of seven bits of type and nine of length, until one of type 0.
#include "capture/dissect/lldp.h"

#include <algorithm>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/oui.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kEnd = 0,
  kChassisId = 1,
  kPortId = 2,
  kTimeToLive = 3,
  kPortDescription = 4,
  kSystemName = 5,
  kSystemDescription = 6,
  kCapabilities = 7,
  kManagement = 8,
  kOrganisation = 127,
};
constexpr Token kTlvs[] = {
    {0x0, "End"},
    {0x1, "Chassis ID"},
    {0x2, "Port ID"},
    {0x3, "Time to Live"},
    {0x4, "Port Description"},
    {0x5, "System Name"},
    {0x6, "System Description"},
    {0x7, "System Capabilities"},
    {0x8, "Management Address"},
    {0x7f, "Organization specific"},
};
constexpr Token kChassisSub[] = {
    {0x1, "Chassis component"}, {0x2, "Interface alias"}, {0x3, "Port component"}, {0x4, "MAC address"},
    {0x5, "Network address"},   {0x6, "Interface name"},  {0x7, "Local"},
};
constexpr Token kPortSub[] = {
    {0x1, "Interface alias"}, {0x2, "Port component"},   {0x3, "MAC address"}, {0x4, "Network Address"},
    {0x5, "Interface Name"},  {0x6, "Agent circuit ID"}, {0x7, "Local"},
};
constexpr Token kCaps[] = {
    {0x1, "Other"},   {0x2, "Repeater"},   {0x4, "Bridge"},  {0x8, "WLAN AP"},
    {0x10, "Router"}, {0x20, "Telephone"}, {0x40, "Docsis"}, {0x80, "Station Only"},
};
constexpr Token kNumberings[] = {
    {0x2, "Interface Index"},
    {0x3, "System Port Number"},
};
constexpr Token kAddressFamilies[] = {
    {0, "Reserved"},       {1, "IPv4"},       {2, "IPv6"},          {3, "NSAP"},
    {4, "HDLC"},           {5, "BBN 1822"},   {6, "802"},           {7, "E.163"},
    {8, "E.164"},          {9, "F.69"},       {10, "X.121"},        {11, "Novell IPX"},
    {12, "Appletalk"},     {13, "Decnet IV"}, {14, "Banyan Vines"}, {15, "E.164 with NSAP subaddress"},
    {0xc4, "Layer-2 VPN"}, {0x19, "VPLS"},
};

// How one field went: kDump asks for its bytes, kTruncated ends the packet.
enum class Outcome : std::uint8_t { kDone, kDump, kTruncated };

// A family number and an address. False where it is too short for its family.
bool print_network_address(Printer& p, Slice in) {
  if (in.length() < 1) return false;
  const std::uint8_t family = in.u8();
  const std::uint32_t needed = family == 1 ? 4 : family == 2 ? 16 : family == 6 ? 6 : 0;
  if (in.length() - 1 < needed) return false;
  p.put("AFI ", NameOr{kAddressFamilies, family, "Unknown"}, " (", family, needed == 0 ? "), no AF printer !" : "): ");
  switch (family) {
    case 1:
      p.put(Ip4{in.at(1, 4)});
      break;
    case 2:
      p.put(Ip6{in.at(1, 16)});
      break;
    case 6:
      p.put(MacAddress{in.at(1, 6)});
      break;
    default:
      break;
  }
  return true;
}

// Chassis and port are named alike, by numbers of their own.
Outcome print_id(Printer& p, Slice in, Tokens subtypes, std::uint8_t mac, std::uint8_t network) {
  if (p.verbose() == 0) return Outcome::kDone;
  if (in.length() < 2) return Outcome::kTruncated;
  const std::uint8_t subtype = in.u8();
  p.put("\n\t  Subtype ", NameOr{subtypes, subtype, "Unknown"}, " (", subtype, "): ");
  if (subtype == mac) {
    if (in.length() < 7) return Outcome::kTruncated;
    p.put(MacAddress{in.at(1, 6)});
    return Outcome::kDone;
  }
  if (subtype == network) return print_network_address(p, in.after(1)) ? Outcome::kDone : Outcome::kTruncated;
  if (subtype == 0 || subtype > 7) return Outcome::kDump;
  p.put_string_to_nul(in.after(1));
  return Outcome::kDone;
}

Outcome print_capabilities(Printer& p, Slice in) {
  if (in.length() < 4) return Outcome::kTruncated;
  const std::uint16_t system = in.b16();
  const std::uint16_t enabled = in.b16(2);
  p.put("\n\t  System  Capabilities [", Bits{kCaps, system, "none"}, "] (0x", Hex{system, 4}, ')');
  p.put("\n\t  Enabled Capabilities [", Bits{kCaps, enabled, "none"}, "] (0x", Hex{enabled, 4}, ')');
  return Outcome::kDone;
}

Outcome print_management(Printer& p, Slice in) {
  constexpr std::uint32_t kNumberingLength = 5;
  if (in.length() < 1) return Outcome::kTruncated;
  const std::uint32_t length = in.u8();
  in.advance(1);
  if (in.length() < length) return Outcome::kTruncated;
  Tentative heading(p);
  p.put("\n\t  Management Address length ", length, ", ");
  if (!print_network_address(p, in.with_length(length))) return Outcome::kTruncated;
  heading.keep();
  in.advance(length);
  if (in.length() < kNumberingLength) return Outcome::kTruncated;
  const std::uint8_t kind = in.u8();
  p.put("\n\t  ", NameOr{kNumberings, kind, "Unknown"}, " Interface Numbering (", kind, "): ", in.b32(1));
  in.advance(kNumberingLength);
  if (in.length() == 0) return Outcome::kDone;
  const std::uint32_t oid = in.u8();
  if (in.length() < 1 + oid) return Outcome::kTruncated;
  if (oid != 0) {
    p.put("\n\t  OID length ", oid);
    p.put_string_to_nul(in.after(1).with_length(oid));
  }
  return Outcome::kDone;
}

Outcome print_organisation(Printer& p, Slice in) {
  if (in.length() < 3) return Outcome::kTruncated;
  const std::uint32_t oui = in.b24();
  p.put(": OUI ", NameOr{kOuis, oui, "Unknown"}, " (0x", Hex{oui, 6}, ')');
  bool dump = true;
  switch (oui) {
    case 0x0080c2:
      dump = print_lldp_8021(p, in);
      break;
    case 0x00120f:
      dump = print_lldp_8023(p, in);
      break;
    case 0x00005e:
      dump = print_lldp_iana(p, in);
      break;
    case 0x0012bb:
      dump = print_lldp_media(p, in);
      break;
    case 0x001b21:
      dump = print_lldp_dcbx(p, in);
      break;
    default:
      break;
  }
  return dump ? Outcome::kDump : Outcome::kDone;
}

Outcome print_verbose_field(Printer& p, std::uint8_t type, Slice in) {
  switch (type) {
    case kTimeToLive:
      if (in.length() < 2) return Outcome::kTruncated;
      p.put(": TTL ", in.b16(), 's');
      return Outcome::kDone;
    case kPortDescription:
      p.put(": ");
      p.put_string_to_nul(in);
      return Outcome::kDone;
    case kSystemDescription:
      p.put("\n\t  ");
      p.put_string_to_nul(in);
      return Outcome::kDone;
    case kCapabilities:
      return print_capabilities(p, in);
    case kManagement:
      return print_management(p, in);
    case kOrganisation:
      return print_organisation(p, in);
    default:
      return Outcome::kDump;
  }
}

Outcome print_field(Printer& p, std::uint8_t type, Slice in) {
  if (type == kChassisId) return print_id(p, in, kChassisSub, 4, 5);
  if (type == kPortId) return print_id(p, in, kPortSub, 3, 4);
  if (type == kSystemName) {  // shown without -v as well
    p.put(": ");
    p.put_string_to_nul(in);
    return Outcome::kDone;
  }
  return p.verbose() > 0 ? print_verbose_field(p, type, in) : Outcome::kDone;
}

void print_fields(Printer& p, Slice in) {
  p.put("LLDP, length ", in.length());
  while (in.length() >= 2) {
    const auto type = static_cast<std::uint8_t>(in.u8() >> 1);
    const std::uint32_t length = in.b16() & 0x1ffU;
    in.advance(2);
    if (p.verbose() > 0) p.put("\n\t", NameOr{kTlvs, type, "Unknown"}, " TLV (", type, "), length ", length);
    if (type == kEnd || length == 0) return;
    if (in.length() < length || !in.has(length)) return p.truncated();
    const Slice value = in.with_length(length);
    const Outcome outcome = print_field(p, type, value);
    if (outcome == Outcome::kTruncated) return p.truncated();
    if (p.verbose() > 1 || (p.verbose() > 0 && outcome == Outcome::kDump)) p.unknown_data("\n\t  ", value);
    in.advance(length);
  }
}

// A cut capture ends this layer only.
void print(Printer& p, Slice in) {
  try {
    print_fields(p, in);
  } catch (const Truncated&) {
    p.truncated();
  }
}

void value_fields(JsonWriter& json, std::uint8_t type, Slice value) {
  const std::string_view text = as_text(value.bytes());
  switch (type) {
    case kChassisId:
    case kPortId:
      json.field("subtype", value.u8());
      if (value.u8() == (type == kChassisId ? 4 : 3) && value.length() == 7) {
        json.field("mac", mac_at(value, 1));
      } else {
        json.foreign_field("text", text.substr(std::min<std::size_t>(1, text.size())));
      }
      return;
    case kTimeToLive:
      json.field("ttl", value.b16());
      return;
    case kPortDescription:
    case kSystemName:
    case kSystemDescription:
      json.foreign_field("text", text);
      return;
    case kCapabilities:
      json.field("capabilities", value.b16());
      json.field("enabled", value.b16(2));
      return;
    case kOrganisation:
      json.field("oui", value.b24());
      json.field("subtype", value.u8(3));
      json.hex_field("value_hex", text.substr(std::min<std::size_t>(4, text.size())));
      return;
    default:
      json.hex_field("value_hex", text);
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.begin_array("fields");
  while (in.length() >= 2) {
    const auto type = static_cast<std::uint8_t>(in.u8() >> 1);
    const std::uint32_t length = in.b16() & 0x1ffU;
    if (type == kEnd || in.length() < 2 + length) break;
    in.need(2, length);
    json.begin_object();
    json.field("type", type);
    json.field("name", find_token(kTlvs, type));
    value_fields(json, type, in.after(2).with_length(length));
    json.end_object();
    in.advance(2 + length);
  }
  json.end_array();
  return {};
}

}  // namespace

void put_lldp_subtype(Printer& p, Tokens subtypes, std::uint8_t subtype) {
  p.put("\n\t  ", NameOr{subtypes, subtype, "unknown"}, " Subtype (", subtype, ')');
}

const Dissector kLldp{"lldp", print, json};

}  // namespace nd::capture
