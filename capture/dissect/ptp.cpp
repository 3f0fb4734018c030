// The Precision Time Protocol, version 2 (IEEE 1588-2008).
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace ptp {
namespace {

enum : std::uint8_t {
  kSync = 0,
  kDelayRequest = 1,
  kPeerDelayRequest = 2,
  kPeerDelayResponse = 3,
  kFollowUp = 8,
  kDelayResponse = 9,
  kPeerDelayFollowUp = 10,
  kAnnounce = 11,
  kSignalling = 12,
  kManagement = 13
};
constexpr std::uint32_t kHeader = 34;
constexpr std::uint32_t kTimestamp = 10;
constexpr Token kMessages[] = {
    {kSync, "sync msg"},
    {kDelayRequest, "delay req msg"},
    {kPeerDelayRequest, "peer delay req msg"},
    {kPeerDelayResponse, "peer delay resp msg"},
    {kFollowUp, "follow up msg"},
    {kDelayResponse, "delay resp msg"},
    {kPeerDelayFollowUp, "pdelay resp fup msg"},
    {kAnnounce, "announce msg"},
    {kSignalling, "signalling msg"},
    {kManagement, "management msg"},
};
// The misspelling is the peer's.
constexpr Token kFlags[] = {
    {0x0001, "l1 61"},
    {0x0002, "l1 59"},
    {0x0004, "utc reasonable"},
    {0x0008, "timescale"},
    {0x0010, "time tracable"},
    {0x0020, "frequency tracable"},
    {0x0100, "alternate master"},
    {0x0200, "two step"},
    {0x0400, "unicast"},
    {0x1000, "profile specific 1"},
    {0x2000, "profile specific 2"},
    {0x4000, "security mask"},
    {0x0900, "unknown"},
};
constexpr Token kControls[] = {{0, "Sync"},       {1, "Delay_Req"},  {2, "Follow_Up"},
                               {3, "Delay_Resp"}, {4, "Management"}, {5, "Other"}};

void put_timestamp(Printer& p, std::string_view name, Slice in, std::string_view between) {
  p.put(", ", name, " :");
  p.put(' ', in.b48(), " seconds", between);
  p.put(' ', in.b32(6), " nanoseconds");
}

void put_port(Printer& p, Slice in) {
  p.put(", port identity : 0x", Hex{in.b64()});
  p.put(", port id : ", in.b16(8));
}

void print_announce(Printer& p, Slice in) {
  put_timestamp(p, "originTimeStamp", in, "");
  in.advance(kTimestamp);
  p.put(", origin cur utc :", in.b16());
  p.put(", rsvd : ", in.u8(2));
  p.put(", gm priority_1 : ", in.u8(3));
  p.put(", gm clock class : ", in.u8(4));
  p.put(", gm clock accuracy : ", in.u8(5));
  p.put(", gm clock variance : ", in.b16(6));
  p.put(", gm priority_2 : ", in.u8(8));
  p.put(", gm clock id : 0x", Hex{in.b64(9)});
  p.put(", steps removed : ", in.b16(17));
  p.put(", time source : 0x", Hex{in.u8(19)});
}

void print_management(Printer& p, Slice in) {
  put_port(p, in);
  p.put(", , start boundary hops  ", in.u8(10) >> 4);
  p.put(", , boundary hops  ", in.u8(11));
  p.put(", , flags  0x", Hex{in.u8(12)});
  p.put(", , reserved  0x", Hex{in.u8(13)});
}

void print_message(Printer& p, std::uint8_t type, Slice in) {
  switch (type) {
    case kSync:
    case kDelayRequest:
      return put_timestamp(p, "originTimeStamp", in, ",");
    case kFollowUp:
      return put_timestamp(p, "preciseOriginTimeStamp", in, ",");
    case kPeerDelayRequest:
    case kPeerDelayFollowUp:
      put_timestamp(p, "preciseOriginTimeStamp", in, ",");
      return put_port(p, in.after(kTimestamp));
    case kPeerDelayResponse:
    case kDelayResponse:
      put_timestamp(p, "receiveTimeStamp", in, ",");
      return put_port(p, in.after(kTimestamp));
    case kAnnounce:
      return print_announce(p, in);
    case kSignalling:
      return put_port(p, in);
    case kManagement:
      return print_management(p, in);
    default:
      return;
  }
}

void print2(Printer& p, Slice in) {
  const std::uint8_t type = in.u8() & 0xf;
  p.put(", v1 compat : ", (in.u8() & 0x10) != 0 ? "yes" : "no", ", msg type : ", NameOr{kMessages, type, "Reserved"});
  p.put(", length : ", in.b16(2));
  in.need(4, 2);
  p.put(", domain : ", in.u8(4));
  p.put(", reserved1 : ", in.u8(5));
  p.put(", Flags [", Bits{kFlags, in.b16(6), "none"}, ']');
  p.put(", NS correction : ", in.b48(8));
  p.put(", sub NS correction : ", in.b16(14));
  p.put(", reserved2 : ", in.b32(16));
  p.put(", clock identity : 0x", Hex{in.b64(20)});
  p.put(", port id : ", in.b16(28));
  p.put(", seq id : ", in.b16(30));
  p.put(", control : ", in.u8(32), " (", NameOr{kControls, in.u8(32), "Reserved"}, ')');
  p.put(", log message interval : ", in.u8(33));
  print_message(p, type, in.after(kHeader));
}

void print(Printer& p, Slice in) {
  if (in.length() < kHeader) {
    p.put(" [length ", in.length(), " < ", kHeader, ']');
    return p.invalid();
  }
  const std::uint8_t version = in.u8(1);
  p.put("PTPv", version);
  if (version == 1) p.put(" (not implemented)");
  if (version == 2) print2(p, in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.field("version", in.u8(1) & 0xf);
  json.field("message_type", in.u8() & 0xf);
  json.field("message", find_token(kMessages, in.u8() & 0xfU));
  json.field("length", in.b16(2));
  json.field("domain", in.u8(4));
  json.field("flags", in.b16(6));
  json.field("correction_nanoseconds", in.b48(8));
  json.hex_field("clock_identity_hex", as_text(in.take_bytes(20, 8)));
  json.field("port", in.b16(28));
  json.field("sequence", in.b16(30));
  json.field("log_message_interval", in.u8(33));
  return {};
}

}  // namespace
}  // namespace ptp

const Dissector kPtp{"ptp", ptp::print, ptp::json};

}  // namespace nd::capture
