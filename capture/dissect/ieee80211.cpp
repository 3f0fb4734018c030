// IEEE 802.11 frames: the header, control frames, and what data frames carry.
#include "capture/dissect/ieee80211.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/fields.h"
#include "capture/dissect/llc.h"
#include "common/render/json.h"

namespace nd::capture {
namespace ieee80211 {
namespace {

enum Type : unsigned { kManagement = 0, kControl = 1, kData = 2 };
enum Control : unsigned {
  kWrapper = 7,
  kBlockAckRequest = 8,
  kBlockAck = 9,
  kPowerSavePoll = 10,
  kRequestToSend = 11,
  kClearToSend = 12,
  kAcknowledgment = 13,
  kEnd = 14,
  kEndAck = 15
};
constexpr Token kControls[] = {
    {7, "Control Wrapper"},
    {8, "BAR"},
    {9, "BA"},
    {10, "Power Save-Poll"},
    {11, "Request-To-Send"},
    {12, "Clear-To-Send"},
    {13, "Acknowledgment"},
    {14, "CF-End"},
    {15, "CF-End+CF-Ack"},
};
constexpr unsigned kDataAck = 1;
constexpr unsigned kDataPoll = 2;
constexpr unsigned kDataNull = 4;
constexpr unsigned kDataQos = 8;
constexpr std::uint32_t kFirst = 4;    // the first address
constexpr std::uint32_t kSecond = 10;  // and so on
constexpr std::uint32_t kThird = 16;
constexpr std::uint32_t kFourth = 24;

std::uint32_t control_length(unsigned subtype) {
  switch (subtype) {
    case kWrapper:
      return 16;
    case kBlockAckRequest:
      return 20;
    case kPowerSavePoll:
    case kRequestToSend:
    case kEnd:
    case kEndAck:
      return 16;
    case kBlockAck:
    case kClearToSend:
    case kAcknowledgment:
      return 10;
    default:
      return 0;
  }
}

std::uint32_t data_length(FrameControl control) {
  return (control.to_system() && control.from_system() ? 30U : 24U) + ((control.subtype() & kDataQos) != 0 ? 2U : 0U);
}

// 0: of a kind that is not known.
std::uint32_t header_length(FrameControl control) {
  switch (control.type()) {
    case kManagement:
      return 24;
    case kControl:
      return control_length(control.subtype());
    case kData:
      return data_length(control);
    default:
      return 0;
  }
}

MacAddress mac(Slice in, std::uint32_t at) { return {in.at(at, 6)}; }

void put_control_header(Printer& p, unsigned subtype, Slice in) {
  switch (subtype) {
    case kBlockAckRequest:
      p.put(" RA:", mac(in, kFirst), " TA:", mac(in, kSecond), " CTL(", Hex{in.l16(16)}, ") SEQ(", in.l16(18), ") ");
      return;
    case kBlockAck:
    case kClearToSend:
    case kAcknowledgment:
      p.put("RA:", mac(in, kFirst), ' ');
      return;
    case kPowerSavePoll:
      p.put("BSSID:", mac(in, kFirst), " TA:", mac(in, kSecond), ' ');
      return;
    case kRequestToSend:
      p.put("RA:", mac(in, kFirst), " TA:", mac(in, kSecond), ' ');
      return;
    case kEnd:
    case kEndAck:
      p.put("RA:", mac(in, kFirst), " BSSID:", mac(in, kSecond), ' ');
      return;
    default:
      return;
  }
}

void put_data_kind(Printer& p, unsigned subtype) {
  const bool ack = (subtype & kDataAck) != 0;
  const bool poll = (subtype & kDataPoll) != 0;
  const bool qos = (subtype & kDataQos) != 0;
  if (!ack && !poll && !qos) return;
  p.put("CF ", ack ? "Ack" : "", ack && poll ? "/" : "", poll ? "Poll" : "", qos ? "+QoS " : " ");
}

void put_data_header(Printer& p, FrameControl control, Slice in) {
  put_data_kind(p, control.subtype());
  if (control.to_system() && control.from_system()) {
    p.put("RA:", mac(in, kFirst), " TA:", mac(in, kSecond), " DA:", mac(in, kThird), " SA:", mac(in, kFourth), ' ');
  } else if (control.to_system()) {
    p.put("BSSID:", mac(in, kFirst), " SA:", mac(in, kSecond), " DA:", mac(in, kThird), ' ');
  } else if (control.from_system()) {
    p.put("DA:", mac(in, kFirst), " BSSID:", mac(in, kSecond), " SA:", mac(in, kThird), ' ');
  } else {
    p.put("DA:", mac(in, kFirst), " SA:", mac(in, kSecond), " BSSID:", mac(in, kThird), ' ');
  }
}

// -e; with -v the flags and how long the medium is reserved, too.
void put_header(Printer& p, FrameControl control, Slice in) {
  static constexpr Token kFlags[] = {{0x2000, "More Data "}, {0x0400, "More Fragments "},   {0x1000, "Pwr Mgmt "},
                                     {0x0800, "Retry "},     {0x8000, "Strictly Ordered "}, {0x4000, "Protected "}};
  if (p.verbose() > 0) {
    p.put(Bits{kFlags, control.bits, "", ""});
    if (control.type() != kControl || control.subtype() != kPowerSavePoll) p.put(in.l16(2), "us ");
  }
  switch (control.type()) {
    case kManagement:
      p.put("BSSID:", mac(in, kThird), " DA:", mac(in, kFirst), " SA:", mac(in, kSecond), ' ');
      return;
    case kControl:
      return put_control_header(p, control.subtype(), in);
    default:
      return put_data_header(p, control, in);
  }
}

void print_control(Printer& p, unsigned subtype, Slice in) {
  p.put(NameOr{kControls, subtype, ""});
  if (subtype == kPowerSavePoll) {
    p.put(" AID(", Hex{in.l16(2) & 0x3fffU}, ')');
    return;
  }
  if (p.options.link_header) return;
  switch (subtype) {
    case kBlockAckRequest:
      p.put(" RA:", mac(in, kFirst), " TA:", mac(in, kSecond), " CTL(", Hex{in.l16(16)}, ") SEQ(", in.l16(18), ") ");
      return;
    case kRequestToSend:
      p.put(" TA:", mac(in, kSecond), ' ');
      return;
    case kBlockAck:
    case kClearToSend:
    case kAcknowledgment:
    case kEnd:
    case kEndAck:
      p.put(" RA:", mac(in, kFirst), ' ');
      return;
    default:
      return;
  }
}

// Returns the length of the header inside, as far as it was read.
std::uint32_t print_data(Printer& p, FrameControl control, Slice in, Slice body) {
  if ((control.subtype() & kDataNull) != 0) return 0;
  if (control.is_protected()) {
    p.put("Data");
    if (!print_privacy(p, body)) p.truncated();
    return 0;
  }
  p.ethernet_destination = control.to_system() ? in.data() + kThird : in.data() + kFirst;
  p.ethernet_source = !control.from_system() ? in.data() + kSecond
                      : control.to_system()  ? in.data() + kFourth
                                             : in.data() + kThird;
  const LlcResult result = print_llc(p, body);
  if (result.carried == Carried::kUnknown) p.put_payload(body);
  return result.header_length;
}

void put_unknown(Printer& p, FrameControl control) {
  if (control.type() == kControl) {
    p.put("unknown 802.11 ctrl frame subtype (", control.subtype(), ')');
  } else {
    p.put("unknown 802.11 frame type (", control.type(), ')');
  }
}

void print(Printer& p, Slice in) { p.link_length = print_frame(p, in, false, 0); }

Next json_frame(JsonWriter& json, Slice in, bool padded) {
  const FrameControl control{in.l16()};
  json.field("frame_type", control.type());
  json.field("subtype", control.subtype());
  json.field("flags", control.bits >> 8);
  json.field("duration", in.l16(2));
  json.field("receiver", mac_at(in, kFirst));
  const std::uint32_t length = header_length(control);
  if (length >= 16) json.field("transmitter", mac_at(in, kSecond));
  if (length >= 24) {
    json.field("third_address", mac_at(in, kThird));
    json.field("sequence", in.l16(22) >> 4);
  }
  const bool data = control.type() == kData && (control.subtype() & kDataNull) == 0 && !control.is_protected();
  return {data ? &kLlc : nullptr, in.after(padded ? (length + 3) / 4 * 4 : length)};
}

Next json(JsonWriter& json, Context&, Slice in) { return json_frame(json, in, false); }
Next json_padded(JsonWriter& json, Context&, Slice in) { return json_frame(json, in, true); }

}  // namespace

const Dissector kPaddedFrame{"802.11", print, json_padded};

std::uint32_t print_frame(Printer& p, Slice in, bool padded, std::uint32_t checksum) {
  p.protocol = "802.11";
  in = in.clipped(in.length() > checksum ? in.length() - checksum : 0);
  if (!in.has(2)) {
    p.truncated();
    return in.captured();
  }
  const FrameControl control{in.l16()};
  std::uint32_t length = header_length(control);
  if (length == 0) {
    put_unknown(p, control);
    return 0;
  }
  if (padded) length = (length + 3) / 4 * 4;
  if (!in.has(length)) {
    p.truncated();
    return length;
  }
  if (p.options.link_header) put_header(p, control, in);
  const Slice body = in.after(length);
  switch (control.type()) {
    case kManagement:
      if (!print_management(p, control, in.at(kSecond, 6), body)) p.truncated();
      return length;
    case kControl:
      print_control(p, control.subtype(), in);
      return length;
    default:
      return length + print_data(p, control, in, body);
  }
}

}  // namespace ieee80211

const Dissector kIeee80211{"802.11", ieee80211::print, ieee80211::json};

}  // namespace nd::capture
