// Cisco Discovery Protocol: a header, then type-length-value fields, each length with its own four bytes in it.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeaderLength = 4;
constexpr std::uint32_t kFieldHeader = 4;  // type and length
constexpr std::uint16_t kDeviceId = 1;

constexpr Token kCapabilities[] = {
    {0x01, "Router"},     {0x02, "Transparent Bridge"}, {0x04, "Source Route Bridge"}, {0x08, "L2 Switch"},
    {0x10, "L3 capable"}, {0x20, "IGMP snooping"},      {0x40, "L1 capable"},
};

// The printers of values: each gets the value alone and knows that its length is within the table's bounds.
void print_text(Printer& p, Slice value) {
  p.put('\'');
  p.put_string(value);
  p.put('\'');
}

void print_version(Printer& p, Slice value) {
  p.put("\n\t  ");
  for (std::size_t i = 0; i < value.length(); ++i) {
    const std::uint8_t byte = value.u8(i);
    if (byte == '\n') {
      p.put("\n\t  ");
    } else {
      p.put_safe(byte);
    }
  }
}

void print_u16(Printer& p, Slice value) { p.put(value.b16()); }
void print_mtu(Printer& p, Slice value) { p.put(value.b32(), " bytes"); }
void print_hex(Printer& p, Slice value) { p.put("0x", Hex{value.u8(), 2}); }
void print_duplex(Printer& p, Slice value) { p.put(value.u8() != 0 ? "full" : "half"); }

void print_capability(Printer& p, Slice value) {
  p.put("(0x", Hex{value.b32(), 8}, "): ", Bits{kCapabilities, value.b32(), "none"});
}

void print_prefixes(Printer& p, Slice value) {
  if (value.length() % 5 != 0) {
    p.put(" [length ", value.length(), " is not a multiple of 5]");
    return value.need(0, value.length());
  }
  p.put(" IPv4 Prefixes (", value.length() / 5, "):");
  for (; value.length() > 0; value.advance(5)) {
    value.need(0, 5);
    p.put(' ');
    append_ipv4(p.out, value.at(0, 4));
    p.put('/', value.u8(4));
  }
}

// A Cisco IP phone adaptor (ATA-186) says and asks for its VLAN.
void print_voice_vlan(Printer& p, Slice value) {
  if (value.length() == 2) {
    p.put("unknown 0x", Hex{value.b16(), 4});
  } else {
    p.put("app ", value.u8(), ", vlan ", value.b16(1));
  }
}

void print_power(Printer& p, Slice value) {
  std::uint32_t milliwatts = 0;
  for (std::size_t i = 0; i < value.length(); ++i) milliwatts = milliwatts << 8 | value.u8(i);
  p.put(Fixed{milliwatts / 1000.0, 2}, 'W');
}

void print_location(Printer& p, Slice value) {
  p.put("0x", Hex{value.u8(), 2});
  if (value.length() > 1) {
    p.put('/');
    p.put_string(value.after(1));
  }
}

void put_bytes(Printer& p, Slice bytes) {
  for (std::size_t i = 0; i < bytes.length(); ++i) p.put(' ', Hex{bytes.u8(i), 2});
}

// The protocol is an NLPID (0xcc: IPv4) or, eight bytes long, an 802.2 header that ends in an EtherType.
enum class AddressKind : std::uint8_t { kIpv4, kIpv6, kOther };
AddressKind kind_of(std::uint8_t protocol_type, Slice protocol, std::uint16_t address_length) {
  constexpr std::uint8_t kIpv6Protocol[] = {0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00, 0x86, 0xdd};
  if (protocol_type == 1 && protocol.length() == 1 && protocol.u8() == 0xcc && address_length == 4)
    return AddressKind::kIpv4;
  if (protocol_type == 2 && protocol.length() == 8 && address_length == 16 &&
      std::equal(std::begin(kIpv6Protocol), std::end(kIpv6Protocol), protocol.at(0, 8)))
    return AddressKind::kIpv6;
  return AddressKind::kOther;
}

// False where the field ends inside the address.
bool put_address(Printer& p, std::uint32_t count, std::uint8_t type, Slice protocol, Slice value,
                 std::uint16_t length) {
  const bool enough = value.length() >= length;
  const AddressKind kind = kind_of(type, protocol, length);
  if (kind == AddressKind::kOther) {
    p.put("pt=0x", Hex{type, 2}, ", pl=", protocol.length(), ", pb=");
    put_bytes(p, protocol);
    p.put(", al=", length, ", a=");
    if (enough) put_bytes(p, value.with_length(length));
  } else if (enough && kind == AddressKind::kIpv4) {
    p.put("IPv4 (", count, ") ", Ip4{value.at(0, 4)});
  } else if (enough) {
    p.put("IPv6 (", count, ") ", Ip6{value.at(0, 16)});
  }
  return enough;
}

// A count, then per address: protocol type and length, protocol, address length, address.
void print_addresses(Printer& p, Slice value) {
  const auto too_short = [&](std::string_view what) {
    p.put(" (not enough space for ", what, ')');
    value.need(0, value.length());
  };
  if (value.length() < 4) return too_short("num");
  const std::uint32_t total = value.b32();
  value.advance(4);
  for (std::uint32_t count = total; count > 0; --count) {
    if (count != total) p.put(' ');
    if (value.length() < 2) return too_short("PT+PL");
    const std::uint8_t type = value.u8();
    const std::uint32_t protocol_length = value.u8(1);
    value.advance(2);
    if (value.length() < protocol_length + 2) return too_short("P+AL");
    const Slice protocol = value.with_length(protocol_length);
    const std::uint16_t length = value.b16(protocol_length);
    value.advance(protocol_length + 2);
    if (!put_address(p, count, type, protocol, value, length)) return too_short("A");
    value.advance(length);
  }
  if (value.length() > 0) p.put(" (", value.length(), " bytes of stray data)");
}

struct Field {
  std::string_view name;  // empty: unknown
  void (*print)(Printer&, Slice) = nullptr;
  int least = -1;  // length, or -1 for any
  int most = -1;
};
constexpr Field kFields[] = {
    {},
    {"Device-ID", print_text},
    {"Address", print_addresses},
    {"Port-ID", print_text},
    {"Capability", print_capability, 4, 4},
    {"Version String", print_version},
    {"Platform", print_text},
    {"Prefixes", print_prefixes},
    {"Protocol-Hello option"},
    {"VTP Management Domain", print_text},
    {"Native VLAN ID", print_u16, 2, 2},
    {"Duplex", print_duplex, 1, 1},
    {},
    {},
    {"ATA-186 VoIP VLAN assignment", print_voice_vlan, 3, 3},
    {"ATA-186 VoIP VLAN request", print_voice_vlan, 2, 3},
    {"power consumption", print_power, 1, 3},
    {"MTU", print_mtu, 4, 4},
    {"AVVID trust bitmap", print_hex, 1, 1},
    {"AVVID untrusted ports CoS", print_hex, 1, 1},
    {"System Name", print_text},
    {"System Object ID (not decoded)"},
    {"Management Addresses", print_addresses, 4},
    {"Physical Location", print_location, 1},
};

Field field_of(std::uint16_t type) { return type < std::size(kFields) ? kFields[type] : Field{}; }
std::string_view name_of(const Field& field) { return field.name.empty() ? "unknown field type" : field.name; }

void print_value(Printer& p, std::uint16_t type, Slice value) {
  const Field field = field_of(type);
  const auto length = static_cast<int>(value.length());
  const bool shown = p.verbose() > 0 || type == kDeviceId;
  if (p.verbose() > 0) {
    p.put("\n\t", name_of(field), " (0x", Hex{type, 2}, "), value length: ", length, " byte", length == 1 ? "" : "s",
          ": ");
  } else if (type == kDeviceId) {
    p.put(", Device-ID ");
  }
  const bool malformed = (field.least > 0 && length < field.least) || (field.most > 0 && length > field.most);
  if (malformed) p.put(" (malformed TLV)");
  // The peer dumps what it does not show, unless it lies in its table.
  const bool dumped = malformed || !shown || type >= std::size(kFields);
  if (!dumped && field.print != nullptr) return field.print(p, value);
  value.need(0, value.length());
  if (dumped) p.unknown_data("\n\t  ", value);
}

bool print_fields(Printer& p, Slice rest) {
  while (rest.length() > 0) {
    if (rest.length() < kFieldHeader) {
      p.put(" (remaining packet length ", rest.length(), " < ", kFieldHeader, ')');
      return false;
    }
    const std::uint16_t type = rest.b16();
    const std::uint16_t length = rest.b16(2);
    if (length < kFieldHeader) {
      const std::string_view name = name_of(field_of(type));
      if (p.verbose() > 0) {
        p.put("\n\t", name, " (0x", Hex{type, 2}, "), TLV length: ", length, " byte", length == 1 ? "" : "s",
              " (too short)");
      } else {
        p.put(", ", name, " TLV length ", length, " too short");
      }
      return false;
    }
    if (length > rest.length()) {
      p.put(" (TLV length ", length, " > ", rest.length(), ')');
      return false;
    }
    print_value(p, type, rest.after(kFieldHeader).with_length(length - kFieldHeader));
    rest.advance(length);
  }
  return true;
}

void print(Printer& p, Slice in) {
  if (in.length() < kHeaderLength) {
    p.put(" (packet length ", in.length(), " < ", kHeaderLength, ')');
    return p.invalid();
  }
  p.put("CDPv", in.u8(), ", ttl: ", in.u8(1), 's');
  if (p.verbose() > 0) p.put(", checksum: 0x", Hex{in.b16(2), 4}, " (unverified), length ", in.length());
  if (!print_fields(p, in.after(kHeaderLength))) {
    p.invalid();
    return in.need(0, in.length());
  }
  if (p.verbose() == 0) p.put(", length ", in.length());
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8());
  json.field("ttl", in.u8(1));
  json.field("checksum", in.b16(2));
  json.begin_array("fields");
  for (Slice rest = in.after(kHeaderLength); rest.length() >= kFieldHeader;) {
    const std::uint16_t length = rest.b16(2);
    if (length < kFieldHeader || length > rest.length()) break;
    const std::uint16_t type = rest.b16();
    const Field field = field_of(type);
    const Bytes value = rest.take_bytes(kFieldHeader, length - kFieldHeader);
    json.begin_object();
    json.field("type", type);
    json.field("name", name_of(field));
    if (field.print == print_text || field.print == print_version) {
      json.foreign_field("text", as_text(value));
    } else {
      json.hex_field("value_hex", as_text(value));
    }
    json.end_object();
    rest.advance(length);
  }
  json.end_array();
  return {};
}

}  // namespace

const Dissector kCdp{"cdp", print, json};

}  // namespace nd::capture
