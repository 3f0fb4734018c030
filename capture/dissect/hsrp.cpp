// Cisco's hot standby router protocol (RFC 2281).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::string_view kOperations[] = {"hello", "coup", "resign"};
constexpr Token kStates[] = {
    {0, "initial"}, {1, "learn"}, {2, "listen"}, {4, "speak"}, {8, "standby"}, {16, "active"},
};

void print(Printer& p, Slice in) {
  const std::uint8_t version = in.u8();
  p.put("HSRPv", version);
  if (version != 0) return;
  p.put('-');
  const std::uint8_t operation = in.u8(1);
  if (operation < std::size(kOperations)) {
    p.put(kOperations[operation], ' ');
  } else {
    p.put("unknown (", operation, ") ");
  }
  p.put(in.length(), ": ");
  p.put("state=", Named{kStates, in.u8(2), "Unknown (", ")"}, ' ');
  p.put("group=", in.u8(6), ' ');
  if (in.u8(7) != 0) p.put("[reserved=", in.u8(7), "!] ");
  p.put("addr=", Ip4{in.at(16, 4)});
  if (p.verbose() == 0) return;
  p.put(" hellotime=");
  p.put_relative_time(in.u8(3));
  p.put(" holdtime=");
  p.put_relative_time(in.u8(4));
  p.put(" priority=", in.u8(5), " auth=\"");
  p.put_string_to_nul(in.after(8).with_length(8));
  p.put('"');
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8());
  json.field("operation", in.u8(1));
  json.field("state", in.u8(2));
  json.field("hello_time", in.u8(3));
  json.field("hold_time", in.u8(4));
  json.field("priority", in.u8(5));
  json.field("group", in.u8(6));
  json.foreign_field("authentication", as_text(in.take_bytes(8, 8)));
  json.field("virtual_address", ipv4_at(in, 16));
  return {};
}

}  // namespace

const Dissector kHsrp{"hsrp", print, json};

}  // namespace nd::capture
