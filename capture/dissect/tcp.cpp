// TCP (RFC 9293) with sequence numbers relative to the conversation's start.
#include "capture/dissect/tcp.h"

#include <cstring>

#include "capture/dissect/dissectors.h"
#include "capture/dissect/ip_checksum.h"
#include "capture/dissect/ports.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using namespace tcp_flag;

constexpr std::uint8_t kTcpProtocol = 6;
constexpr std::uint32_t kMinHeader = 20;

void put_addresses(Printer& p) {
  if (p.ip.version == 6) {
    p.put(Ip6{p.ip.source}, " > ", Ip6{p.ip.destination}, ":");
  } else {
    p.put(Ip4{p.ip.source}, " > ", Ip4{p.ip.destination}, ":");
  }
}

void put_endpoints(Printer& p) {
  if (p.ip.protocol != kTcpProtocol) {
    p.put(TcpPort{p.source_port}, " > ", TcpPort{p.destination_port}, ": ");
  } else if (p.ip.version == 6) {
    p.put(Ip6{p.ip.source}, '.', TcpPort{p.source_port}, " > ", Ip6{p.ip.destination}, '.', TcpPort{p.destination_port},
          ": ");
  } else {
    p.put(Ip4{p.ip.source}, '.', TcpPort{p.source_port}, " > ", Ip4{p.ip.destination}, '.', TcpPort{p.destination_port},
          ": ");
  }
}

void put_flags(Printer& p, std::uint8_t flags) {
  static constexpr char kLetters[] = "FSRP.UEW";
  char* at = p.out.reserve(24);
  std::memcpy(at, "Flags [", 7);
  at += 7;
  if (flags == 0) {
    std::memcpy(at, "none", 4);
    at += 4;
  }
  for (unsigned bit = 0; bit < 8; ++bit) {
    if ((flags >> bit & 1) != 0) *at++ = kLetters[bit];
  }
  *at++ = ']';
  p.out.commit_to(at);
}

// One entry for both directions: the lower port's side is the source, of equal ports the lower address.
Conversation key_of(const Context& context, bool& reversed) {
  const std::size_t length = context.ip.version == 6 ? 16 : 4;
  reversed = context.source_port > context.destination_port ||
             (context.source_port == context.destination_port &&
              std::memcmp(context.ip.source, context.ip.destination, length) > 0);
  Conversation key{};
  std::memcpy(key.source, reversed ? context.ip.destination : context.ip.source, length);
  std::memcpy(key.destination, reversed ? context.ip.source : context.ip.destination, length);
  const std::uint32_t a = reversed ? context.destination_port : context.source_port;
  const std::uint32_t b = reversed ? context.source_port : context.destination_port;
  key.ports = a << 16 | b;
  key.family = context.ip.version;
  return key;
}

RelativeNumbers relative(Context& context, const TcpHeader& header) {
  bool reversed = false;
  bool found = false;
  const Conversation key = key_of(context, reversed);
  Conversation& entry = context.sequences.find_or_add(key, found);
  RelativeNumbers numbers{header.sequence, header.acknowledgement, 0};
  if (!found || (header.flags & kSyn) != 0) {  // its first segment, or a new conversation on the same ports
    entry.sequence = reversed ? header.acknowledgement - 1 : header.sequence;
    entry.acknowledgement = reversed ? header.sequence : header.acknowledgement - 1;
  } else {
    numbers.sequence -= reversed ? entry.acknowledgement : entry.sequence;
    numbers.acknowledgement -= reversed ? entry.sequence : entry.acknowledgement;
  }
  numbers.sack_base = reversed ? entry.sequence : entry.acknowledgement;
  return numbers;
}

void put_checksum(Printer& p, const TcpHeader& header, Slice in) {
  if (!in.has(in.length())) return;
  p.put(", cksum 0x", Hex{header.checksum, 4});
  if (const std::uint16_t sum = transport_checksum(p.ip, kTcpProtocol, in.bytes()); sum != 0) {
    p.put(" (incorrect -> 0x", Hex{right_checksum(header.checksum, sum), 4}, ')');
  } else {
    p.put(" (correct)");
  }
}

// -v: the text that some systems put into a reset.
void put_reset_data(Printer& p, Slice payload) {
  constexpr std::uint32_t kMaxShown = 30;
  p.put(payload.has(payload.length()) ? " [RST" : " [!RST");
  if (payload.length() > kMaxShown) p.put('+');
  p.put(' ');
  for (const std::uint8_t byte : payload.with_length(std::min(payload.length(), kMaxShown)).bytes()) p.put_safe(byte);
  p.put(']');
}

void print_payload(Printer& p, const TcpHeader& header, Slice payload) {
  if ((header.flags & kRst) != 0 && p.options.verbose > 0) return put_reset_data(p, payload);
  if (const Dissector* forced = by_tcp_packet_type(p.options.packet_type)) return p.call(*forced, payload);
  if (const Dissector* next = by_tcp_ports(p.source_port, p.destination_port)) p.call(*next, payload);
}

void print_segment(Printer& p, const TcpHeader& header, Slice in) {
  put_flags(p, header.flags);
  RelativeNumbers numbers{header.sequence, header.acknowledgement, 0};
  if (!p.options.absolute_sequence && (header.flags & kAck) != 0) numbers = relative(p, header);
  if (header.header_length > in.length()) {
    p.put(" [bad hdr length ", header.header_length, " - too long, > ", in.length(), ']');
    return;
  }
  if (p.options.verbose > 0 && !p.options.skip_checksums && !p.ip.fragmented) put_checksum(p, header, in);
  const std::uint32_t length = in.length() - header.header_length;
  if (p.options.verbose > 1 || length > 0 || (header.flags & (kSyn | kFin | kRst)) != 0) {
    p.put(", seq ", numbers.sequence);
    if (length > 0) p.put(':', numbers.sequence + length);
  }
  if ((header.flags & kAck) != 0) p.put(", ack ", numbers.acknowledgement);
  p.put(", win ", header.window);
  if ((header.flags & kUrg) != 0) p.put(", urg ", header.urgent);
  if (header.header_length > kMinHeader) {
    const Slice options = in.after(kMinHeader).with_length(header.header_length - kMinHeader);
    if (!print_tcp_options(p, options, {header.flags, numbers.sack_base, in.has(in.length())})) return;
  }
  p.put(", length ", length);
  if (length == 0) return;
  if (!in.has(header.header_length)) {
    p.put(" [remaining caplen(", in.captured(), ") < header length(", header.header_length, ")]");
    throw_truncated();
  }
  print_payload(p, header, in.after(header.header_length));
}

void print(Printer& p, Slice in) {
  if (!in.has(4)) {
    put_addresses(p);
    return p.truncated();
  }
  p.source_port = in.b16(0);
  p.destination_port = in.b16(2);
  put_endpoints(p);
  if (!in.has(kMinHeader)) return p.truncated();
  const TcpHeader header = parse_tcp(in);
  if (header.header_length < kMinHeader) {
    p.put(" tcp ", in.length() - header.header_length, " [bad hdr length ", header.header_length, " - too short, < ",
          kMinHeader, ']');
    return;
  }
  if (p.options.quiet > 0) {
    p.put("tcp ", in.length() - header.header_length);
    if (header.header_length > in.length()) {
      p.put(" [bad hdr length ", header.header_length, " - too long, > ", in.length(), ']');
    }
    return;
  }
  print_segment(p, header, in);
}

Next json(JsonWriter& json, Context& context, Slice in) {
  const TcpHeader header = parse_tcp(in);
  json_ports(json, context, in);
  json.field("sequence", header.sequence);
  json.field("acknowledgement", header.acknowledgement);
  json.field("header_length", header.header_length);
  json.begin_array("flags");
  constexpr const char* kNames[] = {"fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"};
  for (unsigned bit = 0; bit < 8; ++bit) {
    if ((header.flags >> bit & 1) != 0) json.value(kNames[bit]);
  }
  json.end_array();
  json.field("window", header.window);
  json.field("checksum", header.checksum);
  json.field("urgent", header.urgent);
  if (header.header_length > kMinHeader)
    json_tcp_options(json, in.after(kMinHeader).with_length(header.header_length - kMinHeader));
  const Slice payload = in.after(header.header_length);
  json.field("payload_length", payload.length());
  return {payload.length() > 0 ? by_tcp_ports(header.source_port, header.destination_port) : nullptr, payload};
}

}  // namespace

TcpHeader parse_tcp(Slice in) {
  in.need(0, kMinHeader);
  return {.source_port = in.b16(0),
          .destination_port = in.b16(2),
          .sequence = in.b32(4),
          .acknowledgement = in.b32(8),
          .header_length = (in.u8(12) >> 4) * 4U,
          .flags = in.u8(13),
          .window = in.b16(14),
          .checksum = in.b16(16),
          .urgent = in.b16(18)};
}

const Dissector kTcp{"tcp", print, json};

}  // namespace nd::capture
