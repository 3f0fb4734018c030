// The slow protocols (IEEE 802.3 clause 57): link aggregation control, its marker, and OAM's header.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/oui.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t { kLacp = 1, kMarker = 2, kOam = 3 };
constexpr std::uint32_t kFieldHeader = 2;
constexpr Token kProtocols[] = {{1, "LACP"}, {2, "MARKER"}, {3, "OAM"}};
// By protocol << 8 | type.
constexpr Token kFields[] = {
    {0x100, "Terminator"},          {0x101, "Actor Information"},
    {0x102, "Partner Information"}, {0x103, "Collector Information"},
    {0x200, "Terminator"},          {0x201, "Marker Information"},
};
constexpr Token kStates[] = {
    {0x01, "Activity"},   {0x02, "Timeout"},      {0x04, "Aggregation"}, {0x08, "Synchronization"},
    {0x10, "Collecting"}, {0x20, "Distributing"}, {0x40, "Default"},     {0x80, "Expired"},
};
constexpr Token kOamCodes[] = {
    {0, "Information"},       {1, "Event Notification"}, {2, "Variable Request"},
    {3, "Variable Response"}, {4, "Loopback Control"},   {0xfe, "Vendor Private"},
};
constexpr Token kOamFlags[] = {
    {0x01, "Link Fault"},   {0x02, "Dying Gasp"},        {0x04, "Critical Event"}, {0x08, "Local Evaluating"},
    {0x10, "Local Stable"}, {0x20, "Remote Evaluating"}, {0x40, "Remote Stable"},
};

constexpr Token kOamInformation[] = {
    {0, "End of TLV marker"}, {1, "Local"}, {2, "Remote"}, {0xfe, "Organization specific"}};
constexpr Token kOamParser[] = {{0, "forwarding"}, {1, "looping back"}, {2, "discarding"}, {3, "reserved"}};
constexpr Token kOamMux[] = {{0, "forwarding"}, {4, "discarding"}};
constexpr Token kOamAbilities[] = {
    {0x01, "Active"},      {0x02, "Unidirectional"},     {0x04, "Remote-Loopback"},
    {0x08, "Link-Events"}, {0x10, "Variable-Retrieval"},
};
constexpr Token kOamLoopback[] = {{1, "Enable OAM Remote Loopback"}, {2, "Disable OAM Remote Loopback"}};
constexpr std::uint32_t kOamInformationLength = 16;

void put_too_short(Printer& p) { p.put("\n\t\t packet is too short"); }

// The lengths that the standard gives, headers included; 0 for fields unknown to the peer.
std::uint32_t fixed_length(std::uint32_t field) {
  switch (field) {
    case 0x101:
    case 0x102:
      return 20;
    case 0x103:
    case 0x201:
      return 16;
    default:
      return 0;
  }
}

void print_value(Printer& p, std::uint32_t field, Slice value) {
  switch (field) {
    case 0x101:
    case 0x102:
      p.put("\n\t  System ", MacAddress{value.at(2, 6)}, ", System Priority ", value.b16(), ", Key ", value.b16(8),
            ", Port ", value.b16(12), ", Port Priority ", value.b16(10), "\n\t  State Flags [",
            Bits{kStates, value.u8(14), "none"}, ']');
      return;
    case 0x103:
      p.put("\n\t  Max Delay ", value.b16());
      return;
    case 0x201:
      p.put("\n\t  Request System ", MacAddress{value.at(2, 6)}, ", Request Port ", value.b16(),
            ", Request Transaction ID 0x", Hex{value.b32(8), 8});
      return;
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t  ", value);
  }
}

void print_fields(Printer& p, std::uint8_t protocol, Slice rest) {
  while (rest.length() > 0) {
    if (rest.length() < kFieldHeader) return put_too_short(p);
    rest.need(0, kFieldHeader);
    const std::uint8_t type = rest.u8();
    const std::uint32_t length = rest.u8(1);
    const std::uint32_t field = static_cast<std::uint32_t>(protocol) << 8 | type;
    p.put("\n\t", NameOr{kFields, field, "Unknown"}, " TLV (0x", Hex{type, 2}, "), length ", length);
    if (type == 0) return;
    if (length < kFieldHeader) {
      p.put("\n\t    ERROR: illegal length - should be >= ", kFieldHeader);
      return;
    }
    if (rest.length() < length) return put_too_short(p);
    rest.need(0, length);
    const Slice value = rest.with_length(length).after(kFieldHeader);
    if (const std::uint32_t right = fixed_length(field); right != 0 && right != length) {
      p.put("\n\t    ERROR: illegal length - should be ", right);
    } else {
      print_value(p, field, value);
    }
    if (p.verbose() > 1) p.unknown_data("\n\t  ", value);
    rest.advance(length);
  }
}

// The state and abilities of one end of the link; 16 bytes with their type and length.
void print_oam_information(Printer& p, Slice in) {
  const std::uint8_t state = in.u8(5);
  p.put("\n\t    OAM-Version ", in.u8(2), ", Revision ", in.b16(3), "\n\t    State-Parser-Action ",
        NameOr{kOamParser, state & 3U, "reserved"}, ", State-MUX-Action ", NameOr{kOamMux, state & 4U, "reserved"},
        "\n\t    OAM-Config Flags [", Bits{kOamAbilities, in.u8(6), "none"}, "], OAM-PDU-Config max-PDU size ",
        in.b16(7), "\n\t    OUI ", NameOr{kOuis, in.b24(9), "Unknown"}, " (0x", Hex{in.b24(9), 6},
        "), Vendor-Private 0x", Hex{in.b32(12), 8});
}

void print_oam_fields(Printer& p, Slice rest) {
  while (rest.length() > 0) {
    if (rest.length() < kFieldHeader) return put_too_short(p);
    rest.need(0, kFieldHeader);
    const std::uint8_t type = rest.u8();
    const std::uint32_t length = rest.u8(1);
    p.put("\n\t  ", NameOr{kOamInformation, type, "Reserved"}, " Information Type (", type, "), length ", length);
    if (type == 0) return;
    if (length < kFieldHeader) {
      p.put("\n\t    ERROR: illegal length - should be >= ", kFieldHeader);
      return;
    }
    if (rest.length() < length) return put_too_short(p);
    rest.need(0, length);
    bool dump = true;
    if ((type == 1 || type == 2) && length != kOamInformationLength) {
      p.put("\n\t    ERROR: illegal length - should be ", kOamInformationLength);
    } else if (type == 1 || type == 2) {
      print_oam_information(p, rest);
      dump = p.verbose() > 1;
    }
    if (dump) p.unknown_data("\n\t  ", rest.with_length(length));
    rest.advance(length);
  }
}

void print_oam(Printer& p, Slice in) {
  if (in.length() < 3) return put_too_short(p);
  in.need(0, 3);
  const std::uint8_t code = in.u8(2);
  const Slice data = in.after(3);
  p.put("\n\tCode ", Named{kOamCodes, code, "Unknown (", ")"}, " OAM PDU, Flags [", Bits{kOamFlags, in.b16(), "none"},
        ']');
  if (code == 0) return print_oam_fields(p, data);
  if (code == 4) {
    if (data.length() < 1) return put_too_short(p);
    p.put("\n\t  Command ", NameOr{kOamLoopback, data.u8(), "Unknown"}, " (", data.u8(), ')');
    return;
  }
  if (p.verbose() <= 1) p.unknown_data("\n\t  ", data);
}

void print(Printer& p, Slice in) {
  const auto too_short = [&p] {
    if (p.verbose() > 0) return put_too_short(p);
    p.put(" (packet is too short)");
  };
  if (in.length() < 1) return too_short();
  const std::uint8_t protocol = in.u8();
  const bool versioned = protocol == kLacp || protocol == kMarker;
  if (versioned) {
    if (in.length() < 2) return too_short();
    if (const std::uint8_t version = in.u8(1); version != 1) {
      p.put(NameOr{kProtocols, protocol, ""}, " version ", version, " packet not supported");
      return;
    }
  }
  p.put(Named{kProtocols, protocol, "unknown (", ")"}, versioned ? "v1" : "", ", length ", in.length());
  if (!versioned && protocol != kOam) return p.unknown_data("\n\t", in);
  if (p.verbose() == 0) return;
  if (versioned) return print_fields(p, protocol, in.after(2));
  print_oam(p, in.after(1));
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint8_t protocol = in.u8();
  json.field("subtype", protocol);
  json.field("subtype_name", find_token(kProtocols, protocol));
  if (protocol != kLacp && protocol != kMarker) return {};
  json.field("version", in.u8(1));
  json.begin_array("fields");
  for (Slice rest = in.after(2); rest.length() >= kFieldHeader && rest.u8() != 0;) {
    const std::uint32_t length = rest.u8(1);
    const std::uint32_t field = static_cast<std::uint32_t>(protocol) << 8 | rest.u8();
    if (length < kFieldHeader || length > rest.length()) break;
    const Slice value = rest.with_length(length).after(kFieldHeader);
    json.begin_object();
    json.field("type", rest.u8());
    json.field("name", find_token(kFields, field));
    if ((field == 0x101 || field == 0x102) && length == fixed_length(field)) {
      json.field("system", mac_at(value, 2));
      json.field("system_priority", value.b16());
      json.field("key", value.b16(8));
      json.field("port", value.b16(12));
      json.field("port_priority", value.b16(10));
      json.field("state", value.u8(14));
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

const Dissector kSlow{"slow", print, json};

}  // namespace nd::capture
