// The Enhanced Interior Gateway Routing Protocol (RFC 7868, and the fixed TLVs before it).
#include <array>

#include "capture/dissect/dissectors_routing.h"
#include "capture/dissect/printer.h"
#include "common/render/address.h"
#include "common/render/json.h"

namespace nd::capture {
namespace eigrp {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::uint32_t kHeader = 20;
constexpr std::uint32_t kTlvHeader = 4;
enum : std::uint16_t {
  kParameters = 0x0001,
  kAuthentication = 0x0002,
  kSequence = 0x0003,
  kSoftware = 0x0004,
  kNextMulticast = 0x0005,
  kIpInternal = 0x0102,
  kIpExternal = 0x0103,
  kAppleInternal = 0x0202,
  kAppleExternal = 0x0203,
  kAppleCable = 0x0204
};
constexpr Token kOpcodes[] = {{1, "Update"}, {3, "Query"}, {4, "Reply"}, {5, "Hello"}, {6, "IPX SAP"}, {7, "Probe"}};
constexpr Token kFlags[] = {
    {0x01, "Init"}, {0x02, "Conditionally Received"}, {0x04, "Restart"}, {0x08, "End-of-Table"}};
constexpr Token kTlvs[] = {
    {kParameters, "General Parameters"},
    {kAuthentication, "Authentication"},
    {kSequence, "Sequence"},
    {kSoftware, "Software Version"},
    {kNextMulticast, "Next Multicast Sequence"},
    {kIpInternal, "IP Internal routes"},
    {kIpExternal, "IP External routes"},
    {kAppleInternal, "AppleTalk Internal routes"},
    {kAppleExternal, "AppleTalk External routes"},
    {kAppleCable, "AppleTalk Cable setup"},
    {0x0302, "IPX Internal routes"},
    {0x0303, "IPX External routes"},
};
constexpr Token kOrigins[] = {
    {1, "IGRP"},  {2, "EIGRP"}, {3, "Static"}, {4, "RIP"},   {5, "Hello"},      {6, "OSPF"},
    {7, "IS-IS"}, {8, "EGP"},   {9, "BGP"},    {10, "IDRP"}, {11, "Connected"},
};

struct Header {
  std::uint8_t version = 0;
  std::uint8_t opcode = 0;
  std::uint16_t checksum = 0;
  std::uint32_t flags = 0;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::uint16_t router = 0;
  std::uint16_t system = 0;
};
Header parse(Slice in) {
  return {.version = in.u8(),
          .opcode = in.u8(1),
          .checksum = in.b16(2),
          .flags = in.b32(4),
          .sequence = in.b32(8),
          .acknowledgement = in.b32(12),
          .router = in.b16(16),
          .system = in.b16(18)};
}

// The least lengths of TLVs, headers included; 0: any.
std::uint32_t least_length(std::uint16_t type) {
  switch (type) {
    case kParameters:
    case kAppleCable:
      return 12;
    case kSoftware:
      return 8;
    case kIpInternal:
      return 26;
    case kIpExternal:
      return 46;
    case kAppleInternal:
      return 24;
    case kAppleExternal:
      return 40;
    default:
      return 0;
  }
}

// Delay, bandwidth, MTU, hops, reliability, load.
void put_metric(Printer& p, Slice in) {
  p.put("\n\t      delay ", in.b32() / 100, " ms, bandwidth ", in.b32(4), " Kbps, mtu ", in.b24(8), ", hop ", in.u8(11),
        ", reliability ", in.u8(12), ", load ", in.u8(13));
}

void put_origin(Printer& p, Slice in) {
  p.put("\n\t      origin-router ", Ip4{in.at(0, 4)}, ", origin-as ", in.b32(4), ", origin-proto ",
        NameOr{kOrigins, in.u8(18), "unknown"}, ", flags [0x", Hex{in.u8(19), 2}, "], tag 0x", Hex{in.b32(8), 8},
        ", metric ", in.b32(12));
}

// The prefix stands behind the metric, as many bytes as its length needs.
bool put_prefix(Printer& p, Slice value, std::uint32_t offset) {
  const std::uint8_t length = value.u8(offset);
  if (length > 32) {
    p.put("\n\t    illegal prefix length ", length);
    return false;
  }
  std::array<std::uint8_t, 4> prefix{};
  const std::uint32_t size = (length + 7U) / 8;
  std::copy_n(value.at(offset + 1, size), size, prefix.begin());
  TextBuffer text;
  append_ipv4(text, prefix.data());
  p.put("\n\t    IPv4 prefix: ");
  p.out.right(text.view(), 15).put('/').dec(length);
  p.put(", nexthop: ");
  if (value.b32() == 0) {
    p.put("self");
  } else {
    p.put(Ip4{value.at(0, 4)});
  }
  return true;
}

void put_parameters(Printer& p, Slice value) {
  p.put("\n\t    holdtime: ", value.b16(6), "s, k1 ", value.u8(), ", k2 ", value.u8(1), ", k3 ", value.u8(2), ", k4 ",
        value.u8(3), ", k5 ", value.u8(4));
}

void print_value(Printer& p, std::uint16_t type, Slice value) {
  switch (type) {
    case kParameters:
      return put_parameters(p, value);
    case kSoftware:
      p.put("\n\t    IOS version: ", value.u8(), '.', value.u8(1), ", EIGRP version ", value.u8(2), '.', value.u8(3));
      return;
    case kIpInternal:
      if (put_prefix(p, value, 20)) put_metric(p, value.after(4));
      return;
    case kIpExternal:
      if (!put_prefix(p, value, 40)) return;
      put_origin(p, value.after(4));
      return put_metric(p, value.after(24));
    default:
      if (p.verbose() <= 1) p.unknown_data("\n\t    ", value);
  }
}

void print_tlvs(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (!in.has(kTlvHeader)) return p.truncated();
    const std::uint16_t type = in.b16();
    const std::uint32_t length = in.b16(2);
    if (length < kTlvHeader || length > in.length()) {
      p.unknown_data("\n\t    ", in.after(kTlvHeader));
      return;
    }
    p.put("\n\t  ", NameOr{kTlvs, type, "Unknown"}, " TLV (0x", Hex{type, 4}, "), length: ", length);
    const bool too_short = length < least_length(type);
    if (!in.has(length)) return p.truncated();
    if (too_short) p.put(" (too short, < ", least_length(type), ')');
    const Slice value = in.with_length(length).after(kTlvHeader);
    if (!too_short) print_value(p, type, value);
    if (p.verbose() > 1) p.unknown_data("\n\t    ", value);
    in.advance(length);
  }
}

void print(Printer& p, Slice in) {
  if (in.length() < kHeader || !in.has(kHeader)) return p.truncated();
  const Header header = parse(in);
  if (header.version != kVersion) {
    p.put("EIGRP version ", header.version, " packet not supported");
    return;
  }
  if (p.verbose() == 0) {
    p.put("EIGRP ", Named{kOpcodes, header.opcode, "unknown (", ")"}, ", length: ", in.length());
    return;
  }
  const std::uint32_t length = in.length() - kHeader;
  p.put("\n\tEIGRP v", header.version, ", opcode: ", Named{kOpcodes, header.opcode, "unknown, type: "}, " (",
        header.opcode, "), chksum: 0x", Hex{header.checksum, 4}, ", Flags: [", Bits{kFlags, header.flags, "none"},
        "]\n\tseq: 0x", Hex{header.sequence, 8}, ", ack: 0x", Hex{header.acknowledgement, 8}, ", VRID: ", header.router,
        ", AS: ", header.system, ", length: ", length);
  print_tlvs(p, in.after(kHeader));
}

Next json(JsonWriter& json, Context&, Slice in) {
  const Header header = parse(in);
  json.field("version", header.version);
  json.field("opcode", header.opcode);
  json.field("opcode_name", find_token(kOpcodes, header.opcode));
  json.field("checksum", header.checksum);
  json.field("flags", header.flags);
  json.field("sequence", header.sequence);
  json.field("acknowledgement", header.acknowledgement);
  json.field("autonomous_system", header.system);
  json.begin_array("tlvs");
  for (Slice rest = in.after(kHeader); rest.length() >= kTlvHeader;) {
    const std::uint32_t length = rest.b16(2);
    if (length < kTlvHeader || length > rest.length()) break;
    json.begin_object();
    json.field("type", rest.b16());
    json.field("name", find_token(kTlvs, rest.b16()));
    json.hex_field("value_hex", as_text(rest.take_bytes(kTlvHeader, length - kTlvHeader)));
    json.end_object();
    rest.advance(length);
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace eigrp

const Dissector kEigrp{"eigrp", eigrp::print, eigrp::json};

}  // namespace nd::capture
