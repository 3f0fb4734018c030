// PIM version 2 (RFC 7761): the header and its checksum.
#include "capture/dissect/pim.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_routing.h"
#include "capture/dissect/ip_checksum.h"
#include "common/render/json.h"

namespace nd::capture {
namespace pim {
namespace {

constexpr std::uint8_t kProtocol = 103;
constexpr std::uint32_t kHeader = 4;
constexpr std::uint32_t kRegisterHeader = 8;
constexpr Token kTypes[] = {
    {kHello, "Hello"},
    {kRegister, "Register"},
    {kRegisterStop, "Register Stop"},
    {kJoinPrune, "Join / Prune"},
    {kBootstrap, "Bootstrap"},
    {kAssert, "Assert"},
    {kGraft, "Graft"},
    {kGraftAck, "Graft Acknowledgement"},
    {kCandidate, "Candidate RP Advertisement"},
    {kRefresh, "Prune Refresh"},
    {kElection, "DF Election"},
    {11, "ECMP Redirect"},
};

struct Header {
  std::uint8_t version = 0;
  std::uint8_t type = 0;
  std::uint8_t second = 0;
  std::uint16_t checksum = 0;
};
Header parse(Slice in) {
  return {.version = static_cast<std::uint8_t>(in.u8() >> 4),
          .type = static_cast<std::uint8_t>(in.u8() & 0xf),
          .second = in.u8(1),
          .checksum = in.b16(2)};
}

bool is_right(const Printer& p, Slice in, std::uint32_t length) {
  const Bytes covered{in.data(), length};
  return p.ip.version == 6 ? transport_checksum(p.ip, kProtocol, covered) == 0 : internet_checksum(covered) == 0;
}

std::string_view judge_checksum(const Printer& p, std::uint8_t type, std::uint16_t checksum, Slice in) {
  if (checksum == 0) return "unverified";
  // Of a register message the checksum leaves out the packet inside, but not in every implementation.
  if (type == kRegister) {
    if (in.length() < kRegisterHeader || !in.has(kRegisterHeader)) return "unverified";
    if (is_right(p, in, kRegisterHeader)) return "correct";
  }
  if (!in.has(in.length())) return "unverified";
  return is_right(p, in, in.length()) ? "correct" : "incorrect";
}

bool lacks(Printer& p, Slice in, std::uint32_t needed) {
  if (in.length() >= needed) return false;
  p.put("[length ", in.length(), " < ", needed, ']');
  p.invalid();
  return true;
}

void print2(Printer& p, Slice in) {
  const auto type = static_cast<std::uint8_t>(in.u8() & 0xf);
  if (lacks(p, in, 2)) return;
  const std::uint8_t second = in.u8(1);
  if ((second & 0xf) != 0) p.put(", RFC2117-encoding");
  if (lacks(p, in, kHeader)) return;
  const std::uint16_t checksum = in.b16(2);
  p.put(", cksum 0x", Hex{checksum, 4}, " (", judge_checksum(p, type, checksum, in), ')');
  print_message(p, type, second, in.after(kHeader));
}

void print(Printer& p, Slice in) {
  const std::uint8_t first = in.u8();
  const unsigned version = first >> 4;
  const std::string_view type = find_token(kTypes, first & 0xfU);
  p.put("PIMv", version);
  if (version != 2) {
    p.put(", length ", in.length());
    return;
  }
  if (p.verbose() == 0) {
    p.put(", ", type.empty() ? "Unknown Type" : type, ", length ", in.length());
    return;
  }
  p.put(", length ", in.length(), "\n\t", type.empty() ? "Unknown Type" : type);
  p.protocol = "pimv2";
  print2(p, in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const Header header = parse(in);
  json.field("version", header.version);
  json.field("type", header.type);
  json.field("type_name", find_token(kTypes, header.type));
  json.field("checksum", header.checksum);
  if (header.version != 2) return {};
  const Slice body = in.after(kHeader);
  if (header.type == kRegister) {
    json.field("border", (body.b32() >> 31) != 0);
    json.field("null_register", (body.b32() >> 30 & 1) != 0);
    const Slice inner = body.after(4);
    return {inner.u8() >> 4 == 4 ? &kIpv4 : inner.u8() >> 4 == 6 ? &kIpv6 : nullptr, inner};
  }
  if (header.type != kHello) return {};
  json.begin_array("options");
  for (Slice rest = body; rest.length() >= 4; rest.advance(4U + rest.b16(2))) {
    json.begin_object();
    json.field("type", rest.b16());
    json.hex_field("value_hex", as_text(rest.take_bytes(4, rest.b16(2))));
    json.end_object();
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace pim

const Dissector kPim{"pim", pim::print, pim::json};

}  // namespace nd::capture
