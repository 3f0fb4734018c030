// RTP, the transport of voice and video, and its control protocol (RFC 3550). No port tells them: -T rtp and -T rtcp
// do.
#include "capture/dissect/dissectors_services.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace rtp {
namespace {

constexpr std::uint32_t kMinHeader = 8;
constexpr std::uint8_t kH261 = 31;

struct Header {
  bool first_version = false;
  bool extended = false;
  bool marker = false;
  std::uint8_t payload_type = 0;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t size = 0;
};

Header parse(Slice in) {
  Header header;
  header.first_version = in.u8() >> 6 == 1;
  const std::uint8_t second = in.u8(1);
  header.sequence = in.b16(2);
  header.timestamp = in.b32(4);
  if (header.first_version) {  // a draft: options instead of an extension
    header.extended = (second & 0x80) != 0;
    header.marker = (second & 0x40) != 0;
    header.payload_type = second & 0x3f;
    header.size = 8;
  } else {
    header.extended = (in.u8() & 0x10) != 0;
    header.marker = (second & 0x80) != 0;
    header.payload_type = second & 0x7f;
    header.size = 12;
  }
  return header;
}

// Options of the first version, each with its length in words; the last has the top bit. False where one is wrong.
bool skip_options(Slice& in) {
  for (bool last = false; !last;) {
    const std::uint32_t length = in.u8(1);
    last = (in.u8() & 0x80) != 0;
    if (length == 0 || length * 4 > in.length()) return false;
    in.advance(length * 4);
  }
  return true;
}

void print_details(Printer& p, const Header& header, Slice in) {
  p.put(' ', in.b32(8));
  Slice rest = in.after(header.size);
  if (header.extended && header.first_version) {
    if (!skip_options(rest)) {
      p.put(" !opt");
      return;
    }
  } else if (header.extended) {
    const std::uint32_t length = (rest.b16(2) + 1U) * 4;
    if (length > rest.length()) {
      p.put(" !ext");
      return;
    }
    rest.advance(length);
  }
  if (header.payload_type == kH261) p.put(" 0x", Hex{rest.b32() >> 16, 4});
}

void print(Printer& p, Slice in) {
  if (in.length() < kMinHeader) {
    p.put("udp/rtp, length ", in.length(), " < ", kMinHeader);
    return;
  }
  const Header header = parse(in);
  p.put("udp/", header.first_version ? "rtpv1" : "rtp");
  p.put(' ', in.length() - header.size, " c", header.payload_type, ' ', header.extended ? "+" : "",
        header.marker ? "*" : "", ' ', header.sequence, ' ', header.timestamp);
  if (p.verbose() > 0) print_details(p, header, in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const Header header = parse(in);
  json.field("version", in.u8() >> 6);
  json.field("payload_type", header.payload_type);
  json.field("marker", header.marker);
  json.field("sequence", header.sequence);
  json.field("timestamp", header.timestamp);
  if (!header.first_version) json.field("source", in.b32(8));
  return {nullptr, in.after(header.size)};
}

enum Control : std::uint8_t { kSender = 200, kReceiver = 201, kDescription = 202, kBye = 203 };
constexpr std::uint32_t kControlHeader = 8;
constexpr std::uint32_t kSenderLength = 20;
constexpr std::uint32_t kReportLength = 24;

double fixed(std::uint32_t value) { return value / 65536.0; }

// Of several the peer prints the first as often as there are.
void put_reports(Printer& p, std::uint32_t count, Slice in) {
  if (count > 1) p.put(" c", count);
  for (; count > 0; --count) {
    in.want(0, kReportLength);
    if (p.verbose() > 0) p.put(' ', in.b32());
    p.put(' ', in.b32(4) & 0xffffff, "l ", in.b32(8), "s ", in.b32(12), "j @", Fixed{fixed(in.b32(16)), 2}, '+',
          Fixed{fixed(in.b32(20)), 2});
  }
}

// One packet of a compound; `length` bytes by its own word.
void print_control_packet(Printer& p, Slice in, std::uint32_t length) {
  const std::uint32_t count = in.u8() & 0x1f;
  const std::uint8_t type = in.u8(1);
  Slice rest = in.after(kControlHeader);
  std::uint32_t expected = kControlHeader + count * kReportLength;
  switch (type) {
    case kSender:
      expected += kSenderLength;
      p.put(" sr");
      break;
    case kReceiver:
      p.put(" rr");
      break;
    case kDescription:
    case kBye:
      p.put(type == kBye ? " bye " : " sdes ", length);
      if (p.verbose() > 0) p.put(' ', in.b32(4));
      return;
    default:
      p.put(" type-0x", Hex{type}, ' ', length);
      return;
  }
  if (length != expected) p.put(" [", length, ']');
  if (p.verbose() > 0) p.put(' ', in.b32(4));
  if (type == kSender) {
    rest.want(0, kSenderLength);
    const double seconds = rest.b32() + rest.b32(4) / 4294967296.0;
    p.put(" @", Fixed{seconds, 2}, ' ', rest.b32(8), ' ', rest.b32(12), "p ", rest.b32(16), 'b');
    rest.advance(kSenderLength);
  }
  put_reports(p, count, rest);
}

void print_control(Printer& p, Slice in) {
  in = in.with_length(in.bytes().size());
  while (in.length() > 0) {
    if (in.length() < kControlHeader) return p.truncated();
    const std::uint32_t length = (in.b16(2) + 1U) * 4;
    print_control_packet(p, in, length);
    in.advance(length);
  }
}

Next json_control(JsonWriter& json, Context&, Slice in) {
  json.begin_array("packets");
  while (in.length() >= kControlHeader) {
    json.begin_object();
    json.field("packet_type", in.u8(1));
    json.field("count", in.u8() & 0x1f);
    json.field("source", in.b32(4));
    json.end_object();
    in.advance((in.b16(2) + 1U) * 4);
  }
  json.end_array();
  return {nullptr, in};
}

}  // namespace
}  // namespace rtp

const Dissector kRtp{"rtp", rtp::print, rtp::json};
const Dissector kRtcp{"rtcp", rtp::print_control, rtp::json_control};

}  // namespace nd::capture
