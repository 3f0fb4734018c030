// The Configuration Test Protocol of the first Ethernet (EtherType 0x9000): frames that hosts send on or send back.
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace loopback {
namespace {

enum : std::uint16_t { kReply = 1, kForward = 2 };
constexpr Token kFunctions[] = {{kReply, "Reply"}, {kForward, "Forward Data"}};

void put_data(Printer& p, Slice in) {
  p.put(", data (", in.length(), " octets)");
  in.need(0, in.length());
}

// Of two faults the peer names both.
void put_invalid(Printer& p, Slice in) {
  p.invalid();
  in.need(0, in.length());
}

void print_message(Printer& p, Slice in) {
  const std::uint16_t function = in.l16();
  p.put(", ", Named{kFunctions, function, " invalid (", ")"});
  in.advance(2);
  if (function == kReply) {
    if (in.length() < 2) return put_invalid(p, in);
    p.put(", receipt number ", in.l16());
    return put_data(p, in.after(2));
  }
  if (function != kForward) return in.need(0, in.length());
  if (in.length() < 6) return put_invalid(p, in);
  p.put(", forwarding address ", MacAddress{in.at(0, 6)});
  put_data(p, in.after(6));
}

void print(Printer& p, Slice in) {
  p.put("Loopback");
  if (in.length() < 2) return put_invalid(p, in);
  const std::uint16_t skip = in.l16();
  p.put(", skipCount ", skip);
  if (skip % 8 != 0) p.put(" (bogus)");
  in.advance(2);
  if (in.length() < skip + 2U) return put_invalid(p, in);
  in.need(0, skip);
  print_message(p, in.after(skip));
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint16_t skip = in.l16();
  json.field("skip_count", skip);
  const Slice message = in.after(2U + skip);
  json.field("function", message.l16());
  if (message.l16() == kReply) json.field("receipt_number", message.l16(2));
  if (message.l16() == kForward) json.field("forwarding_address", mac_at(message, 2));
  return {};
}

}  // namespace
}  // namespace loopback

const Dissector kLoopback{"loopback", loopback::print, loopback::json};

namespace {

// Windows' network load balancing: which hosts of a cluster are alive.
void print_nlb(Printer& p, Slice in) {
  p.put("MS NLB heartbeat");
  p.put(", host priority: ", in.l32(8));
  p.put(", cluster IP: ", Ip4{in.at(12, 4)});
  p.put(", host IP: ", Ip4{in.at(16, 4)});
}

Next json_nlb(JsonWriter& json, Context&, Slice in) {
  json.field("host_priority", in.l32(8));
  json.field("cluster", ipv4_at(in, 12));
  json.field("host", ipv4_at(in, 16));
  return {};
}

}  // namespace

const Dissector kMsNlb{"msnlb", print_nlb, json_nlb};

}  // namespace nd::capture
