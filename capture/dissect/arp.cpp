// ARP and RARP (RFC 826, RFC 903) and inverse ARP (RFC 2390), over hardware of any address length.
#include "capture/dissect/arp.h"

#include <optional>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/registry.h"
#include "common/base/escape.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using namespace arp_operation;

constexpr std::uint32_t kHeader = 8;
constexpr std::uint16_t kIpv4Type = 0x0800;
constexpr std::uint16_t kTrailerType = 0x1000;

constexpr Token kHardwareTypeNames[] = {
    {1, "Ethernet"}, {6, "TokenRing"},  {7, "ArcNet"}, {15, "FrameRelay"},
    {23, "Strip"},   {24, "IEEE 1394"}, {19, "ATM"},   {32, "InfiniBand"},
};

constexpr Token kOperationNames[] = {
    {kRequest, "Request"},
    {kReply, "Reply"},
    {kReverseRequest, "Reverse Request"},
    {kReverseReply, "Reverse Reply"},
    {kInverseRequest, "Inverse Request"},
    {kInverseReply, "Inverse Reply"},
    {kNak, "NACK Reply"},
};

bool carries_ipv4(std::uint16_t protocol_type) { return protocol_type == kIpv4Type || protocol_type == kTrailerType; }

void put_protocol_address(Printer& p, const ArpHeader& header, Slice address) {
  if (!carries_ipv4(header.protocol_type)) {
    p.put("<wrong proto type>");
  } else if (header.protocol_length != 4) {
    p.put("<wrong len>");
  } else {
    p.put(Ip4{address.data()});
  }
}

void put_hardware_address(Printer& p, const ArpHeader& header, Slice address) {
  if (header.hardware_length != 0 && header.hardware_type == kArpHardwareFrameRelay) return put_dlci(p, address);
  put_link_address(p, address);
}

bool has_nonzero(Slice address) {
  const Bytes bytes = address.bytes();
  return std::any_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte != 0; });
}

void put_request(Printer& p, const ArpHeader& header) {
  p.put("who-has ");
  put_protocol_address(p, header, header.target_protocol);
  if (has_nonzero(header.target_hardware)) {
    p.put(" (");
    put_hardware_address(p, header, header.target_hardware);
    p.put(')');
  }
  p.put(" tell ");
  put_protocol_address(p, header, header.sender_protocol);
}

void put_who_is(Printer& p, const ArpHeader& header) {
  p.put("who-is ");
  put_hardware_address(p, header, header.target_hardware);
  p.put(" tell ");
  put_hardware_address(p, header, header.sender_hardware);
}

// "Request who-has 10.0.0.2 tell 10.0.0.1"; false for an operation without such a sentence.
bool put_operation(Printer& p, const ArpHeader& header) {
  switch (header.operation) {
    case kRequest:
      put_request(p, header);
      return true;
    case kReply:
      put_protocol_address(p, header, header.sender_protocol);
      p.put(" is-at ");
      put_hardware_address(p, header, header.sender_hardware);
      return true;
    case kReverseRequest:
    case kInverseRequest:
      put_who_is(p, header);
      return true;
    case kReverseReply:
      put_hardware_address(p, header, header.target_hardware);
      p.put(" at ");
      put_protocol_address(p, header, header.target_protocol);
      return true;
    case kInverseReply:
      put_hardware_address(p, header, header.sender_hardware);
      p.put(" at ");
      put_protocol_address(p, header, header.sender_protocol);
      return true;
    default:
      return false;
  }
}

void print(Printer& p, Slice in) {
  in.need(0, kHeader);
  if (in.b16() == kArpHardwareAtm) return print_atm_arp(p, in);
  const ArpHeader header = parse_arp(in);
  if (!p.options.link_header) p.put("ARP, ");
  const bool plain = carries_ipv4(header.protocol_type) && header.protocol_length == 4 && header.hardware_length != 0;
  if (!plain || p.verbose() > 0) {
    p.put(Named{kArpHardwareTypes, header.hardware_type, "Unknown Hardware (", ")"}, " (len ", header.hardware_length,
          "), ", NamedHex{kEtherTypes, header.protocol_type, "Unknown Protocol (0x", 4, ")"}, " (len ",
          header.protocol_length, ')');
  }
  if (plain || p.verbose() > 0) {
    p.put(p.verbose() > 0 ? ", " : "", Named{kArpOperations, header.operation, "Unknown (", ")"}, ' ');
    if (!put_operation(p, header)) return append_hex_dump(p.out, in.with_length(in.captured()).bytes(), "\n\t", true);
  }
  p.put(", length ", in.length());
}

void json_link_address(JsonWriter& json, std::string_view key, Slice address) {
  TextBuffer text(64);
  for (const std::uint8_t byte : address.bytes()) {
    if (!text.empty()) text.put(':');
    text.hex(byte, 2);
  }
  json.field(key, text.view());
}

void json_protocol_address(JsonWriter& json, std::string_view key, const ArpHeader& header, Slice address) {
  if (carries_ipv4(header.protocol_type) && address.length() == 4) {
    json.field(key, ipv4_at(address, 0));
  } else {
    json_link_address(json, key, address);
  }
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("hardware_type", in.b16(0));
  json.field("protocol_type", in.b16(2));
  if (in.b16() == kArpHardwareAtm) {
    const AtmArpHeader atm = parse_atm_arp(in);
    json.field("operation", atm.operation);
    json_link_address(json, "sender_hardware", atm.sender_hardware);
    json_link_address(json, "target_hardware", atm.target_hardware);
    return {};
  }
  json.field("operation", in.b16(6));
  const ArpHeader header = parse_arp(in);
  if (const std::string_view name = find_token(kArpOperations, header.operation); !name.empty())
    json.field("operation_name", name);
  json_link_address(json, "sender_hardware", header.sender_hardware);
  json_protocol_address(json, "sender_protocol", header, header.sender_protocol);
  json_link_address(json, "target_hardware", header.target_hardware);
  json_protocol_address(json, "target_protocol", header, header.target_protocol);
  return {};
}

// nullopt: cut off.  The number's first byte has its end bit set: none at all, told by `invalid`.
std::optional<std::uint32_t> parse_dlci(Bytes bytes, bool& invalid) {
  invalid = !bytes.empty() && (bytes[0] & 1) != 0;
  if (bytes.size() < 2 || invalid) return std::nullopt;
  std::uint32_t dlci = (bytes[0] & 0xfcU) << 2 | (bytes[1] & 0xf0U) >> 4;
  if ((bytes[1] & 1) != 0) return dlci;
  if (bytes.size() < 3) return std::nullopt;
  if ((bytes[2] & 1) != 0) return dlci << 6 | bytes[2] >> 2;
  dlci = dlci << 7 | bytes[2] >> 1;
  if (bytes.size() < 4) return std::nullopt;
  invalid = (bytes[3] & 1) == 0;
  if (invalid) return std::nullopt;
  return dlci << 6 | bytes[3] >> 2;
}

}  // namespace

const Tokens kArpHardwareTypes{kHardwareTypeNames};
const Tokens kArpOperations{kOperationNames};

void put_link_address(Printer& p, Slice address) {
  if (address.length() == 0) {
    p.put("<empty>");
    return;
  }
  if (address.length() == 6) {
    p.put(MacAddress{address.at(0, 6)});
    return;
  }
  const std::uint8_t* bytes = address.at(0, address.length());
  for (std::uint32_t i = 0; i < address.length(); ++i) {
    if (i > 0) p.put(':');
    p.put(Hex{bytes[i], 2});
  }
}

void put_dlci(Printer& p, Slice address) {
  bool invalid = false;
  if (const auto dlci = parse_dlci(address.bytes(), invalid)) {
    p.put("DLCI ", *dlci);
  } else {
    p.put(invalid ? "<Invalid DLCI>" : "<Truncated>");
  }
}

ArpHeader parse_arp(Slice in) {
  ArpHeader header{.hardware_type = in.b16(0),
                   .protocol_type = in.b16(2),
                   .hardware_length = in.u8(4),
                   .protocol_length = in.u8(5),
                   .operation = in.b16(6)};
  const std::size_t hardware = header.hardware_length;
  const std::size_t protocol = header.protocol_length;
  in.need(0, kHeader + 2 * (hardware + protocol));
  Slice rest = in.with_length(in.captured()).after(kHeader);
  const auto take = [&rest](std::size_t n) {
    const Slice taken = rest.with_length(n);
    rest.advance(n);
    return taken;
  };
  header.sender_hardware = take(hardware);
  header.sender_protocol = take(protocol);
  header.target_hardware = take(hardware);
  header.target_protocol = take(protocol);
  return header;
}

const Dissector kArp{"arp", print, json};

}  // namespace nd::capture
