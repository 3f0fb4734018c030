// The headers of IPsec and payload compression: AH (RFC 4302), ESP (RFC 4303), IPComp (RFC 3173).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/ipv4.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kAhFixed = 12;
constexpr std::uint32_t kEspHeader = 8;  // index and sequence number

void print_ah(Printer& p, Slice in) {
  if (!in.has(1)) return p.truncated();
  p.put("AH");
  const std::uint32_t length = (in.u8(1) + 2U) * 4;
  p.put('(');
  if (p.verbose() > 0) p.put("length=", in.u8(1), '(', length, "-bytes),");
  if (in.b16(2) != 0) p.put("reserved=0x", Hex{in.b16(2)}, "[MustBeZero],");
  p.put("spi=0x", Hex{in.b32(4), 8}, ',');
  p.put("seq=0x", Hex{in.b32(8)}, ',');
  p.put("icv=0x");
  for (std::size_t at = kAhFixed; at < length; ++at) p.put(Hex{in.u8(at), 2});
  p.put("): ");
  print_ip_payload(p, in.u8(), in.after(length));
}

Next json_ah(JsonWriter& json, Context&, Slice in) {
  const std::uint32_t length = (in.u8(1) + 2U) * 4;
  json.field("next_header", in.u8());
  json.field("spi", in.b32(4));
  json.field("sequence", in.b32(8));
  if (length > kAhFixed) json.hex_field("icv_hex", as_text(in.take_bytes(kAhFixed, length - kAhFixed)));
  return {by_ip_protocol(in.u8()), in.after(length)};
}

void print_esp(Printer& p, Slice in) {
  if (in.captured() <= kEspHeader) return p.truncated();
  p.put("ESP(spi=0x", Hex{in.b32(), 8});
  p.put(",seq=0x", Hex{in.b32(4)}, ')');
  p.put(", length ", in.length());
}

Next json_esp(JsonWriter& json, Context&, Slice in) {
  json.field("spi", in.b32());
  json.field("sequence", in.b32(4));
  return {};
}

void print_ipcomp(Printer& p, Slice in) { p.put("IPComp(cpi=0x", Hex{in.b16(2), 4}, ')'); }

Next json_ipcomp(JsonWriter& json, Context&, Slice in) {
  json.field("next_header", in.u8());
  json.field("cpi", in.b16(2));
  return {};
}

}  // namespace

const Dissector kAh{"ah", print_ah, json_ah};
const Dissector kEsp{"esp", print_esp, json_esp};
const Dissector kIpcomp{"ipcomp", print_ipcomp, json_ipcomp};

}  // namespace nd::capture
