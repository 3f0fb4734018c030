// VXLAN (RFC 7348): an Ethernet frame in UDP, with the number of its virtual network.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeaderLength = 8;
constexpr std::uint8_t kInstanceValid = 0x08;

void print(Printer& p, Slice in) {
  p.put("VXLAN");
  if (in.length() < kHeaderLength) return p.invalid();
  const std::uint8_t flags = in.u8();
  p.put(", flags [", (flags & kInstanceValid) != 0 ? "I" : "invalid", "] (0x", Hex{flags, 2}, "), ");
  p.put("vni ", in.b24(4), '\n');
  in.need(7, 1);
  p.call(kEthernet, in.after(kHeaderLength));
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("flags", in.u8());
  json.field("vni", in.b24(4));
  return {&kEthernet, in.after(kHeaderLength)};
}

}  // namespace

const Dissector kVxlan{"vxlan", print, json};

}  // namespace nd::capture
