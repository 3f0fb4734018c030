// Cisco's Auto-RP: which router is the rendezvous point of which multicast groups (UDP port 496).
#include "capture/dissect/dissectors_routing.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace auto_rp {
namespace {

constexpr std::uint32_t kHeader = 8;
constexpr Token kVersions[] = {{0, " PIMv?"}, {1, " PIMv1"}, {2, " PIMv2"}, {3, " PIMv1+2"}};

std::string_view name_of(std::uint8_t type) {
  return type == 0x11 ? "candidate-advert" : type == 0x12 ? "mapping" : std::string_view();
}

// The message ends before `n` bytes, or its capture does.
void claim(Slice in, std::uint32_t n) {
  if (in.length() < n) throw_layer_cut();
  in.need(0, n);
}

void print_points(Printer& p, std::uint32_t count, Slice in) {
  for (; count > 0; --count) {
    claim(in, 4);
    p.put(" RP ", Ip4{in.at(0, 4)});
    claim(in, 5);
    const std::uint8_t flags = in.u8(4);
    p.put(find_token(kVersions, flags & 3U));
    if ((flags & 0xfc) != 0) p.put(" [rsvd=0x", Hex{flags & 0xfcU, 2}, ']');
    claim(in, 6);
    const std::uint32_t groups = in.u8(5);
    in.advance(6);
    for (std::uint32_t i = 0; i < groups; ++i, in.advance(6)) {
      claim(in, 6);
      const bool negative = (in.u8() & 1) != 0;
      p.put(i == 0 ? " " : ",", negative ? "!" : "", Ip4{in.at(2, 4)}, '/', in.u8(1));
      if ((in.u8() & 2) != 0) p.put(" bidir");
      if ((in.u8() & 0xfc) != 0) p.put("[rsvd=0x", Hex{in.u8() & 0xfcU, 2}, ']');
    }
  }
}

void print(Printer& p, Slice in) {
  p.put(" auto-rp ");
  const std::uint8_t type = in.u8();
  if (const std::string_view name = name_of(type); !name.empty()) {
    p.put(name);
  } else {
    p.put("type-0x", Hex{type, 2});
  }
  const std::uint32_t count = in.u8(1);
  p.put(" Hold ");
  const std::uint16_t hold = in.b16(2);
  if (hold != 0) {
    p.put_relative_time(hold);
  } else {
    p.put("FOREVER");
  }
  print_points(p, count, in.after(kHeader));
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("message_type", in.u8());
  json.field("hold", in.b16(2));
  json.begin_array("rendezvous_points");
  Slice rest = in.after(kHeader);
  for (std::uint32_t left = in.u8(1); left > 0 && rest.length() >= 6; --left) {
    json.begin_object();
    json.field("address", ipv4_at(rest, 0));
    json.field("pim_versions", rest.u8(4) & 3);
    json.field("groups", rest.u8(5));
    json.end_object();
    rest.advance(6U + 6U * rest.u8(5));
  }
  json.end_array();
  return {};
}

}  // namespace
}  // namespace auto_rp

const Dissector kAutoRp{"cisco_autorp", auto_rp::print, auto_rp::json};

}  // namespace nd::capture
