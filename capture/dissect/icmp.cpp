// ICMP (RFC 792, RFC 950, RFC 1256).
#include "capture/dissect/icmp.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/ip_checksum.h"
#include "capture/dissect/ip_numbers.h"
#include "capture/dissect/ipv4.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kEchoReply = 0,
  kUnreachable = 3,
  kSourceQuench = 4,
  kRedirect = 5,
  kEcho = 8,
  kRouterAdvertisement = 9,
  kTimeExceeded = 11,
  kParameterProblem = 12,
  kTimestamp = 13,
  kTimestampReply = 14,
  kMaskReply = 18
};
constexpr Token kTypes[] = {
    {0, "echo reply"},           {4, "source quench"},       {8, "echo request"},
    {10, "router solicitation"}, {13, "time stamp request"}, {14, "time stamp reply"},
    {15, "information request"}, {16, "information reply"},  {17, "address mask request"},
};
constexpr std::uint32_t kQuoted = 8;  // where an error quotes the datagram it is about

constexpr std::uint32_t kQuotedEnd = kQuoted + 20;

bool quotes_datagram(std::uint8_t type) {
  return type == kUnreachable || type == kSourceQuench || type == kRedirect || type == kTimeExceeded ||
         type == kParameterProblem;
}
bool may_have_extension(std::uint8_t type) {
  return type == kUnreachable || type == kTimeExceeded || type == kParameterProblem;
}

Ip4 quoted_destination(Slice in) { return {in.at(kQuoted + 16, 4)}; }

void put_port_unreachable(Printer& p, Slice in) {
  const std::uint8_t protocol = in.u8(kQuoted + 9);
  const std::uint32_t header_length = (in.u8(kQuoted) & 0xfU) * 4;
  const std::uint16_t port = in.b16(kQuoted + header_length + 2);
  const Ip4 host = quoted_destination(in);
  if (protocol == ip_number::kTcp) {
    p.put(host, " tcp port ", TcpPort{port}, " unreachable");
  } else if (protocol == ip_number::kUdp) {
    p.put(host, " udp port ", UdpPort{port}, " unreachable");
  } else {
    p.put(host, " protocol ", protocol, " port ", port, " unreachable");
  }
}

void put_unreachable(Printer& p, Slice in, std::uint8_t code) {
  const auto say = [&](std::string_view before, std::string_view after) {
    p.put(before, quoted_destination(in), " unreachable", after);
  };
  switch (code) {
    case 0:
      return say("net ", "");
    case 1:
      return say("host ", "");
    case 2:
      p.put(quoted_destination(in), " protocol ", in.u8(kQuoted + 9), " unreachable");
      return;
    case 3:
      return put_port_unreachable(p, in);
    case 4:
      say("", " - need to frag");
      if (const std::uint16_t mtu = in.b16(6); mtu != 0) p.put(" (mtu ", mtu, ')');
      return;
    case 5:
      return say("", " - source route failed");
    case 6:
      return say("net ", " - unknown");
    case 7:
      return say("host ", " - unknown");
    case 8:
      return say("", " - source host isolated");
    case 9:
      return say("net ", " - admin prohibited");
    case 10:
      return say("host ", " - admin prohibited");
    case 11:
      return say("net ", " - tos prohibited");
    case 12:
      return say("host ", " - tos prohibited");
    case 13:
      return say("host ", " - admin prohibited filter");
    case 14:
      return say("host ", " - host precedence violation");
    case 15:
      return say("host ", " - precedence cutoff");
    default:
      p.put(quoted_destination(in), " unreachable - #", code);
  }
}

void put_redirect(Printer& p, Slice in, std::uint8_t code) {
  const Ip4 gateway{in.at(4, 4)};
  const Ip4 host = quoted_destination(in);
  switch (code) {
    case 0:
      p.put("redirect ", host, " to net ", gateway);
      return;
    case 1:
      p.put("redirect ", host, " to host ", gateway);
      return;
    case 2:
      p.put("redirect-tos ", host, " to net ", gateway);
      return;
    case 3:
      p.put("redirect-tos ", host, " to host ", gateway);
      return;
    default:
      p.put("redirect-#", code, ' ', host, " to ", gateway);
  }
}

// False: the capture ends inside.
bool put_router_advertisement(Printer& p, Slice in) {
  if (!in.has(8)) return false;
  const std::uint32_t lifetime = in.b16(6);
  p.put("router advertisement lifetime ");
  if (lifetime < 60) {
    p.put(lifetime);
  } else if (lifetime < 3600) {
    p.put(lifetime / 60, ':', Dec{lifetime % 60, 2, '0'});
  } else {
    p.put(lifetime / 3600, ':', Dec{lifetime % 3600 / 60, 2, '0'}, ':', Dec{lifetime % 60, 2, '0'});
  }
  const std::uint32_t count = in.u8(4);
  const std::uint32_t size = in.u8(5);
  p.put(' ', count, ':');
  if (size != 2) {
    p.put(" [size ", size, ']');
    return true;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!in.has(8 + i * 8, 8)) return false;
    p.put(" {", Ip4{in.at(8 + i * 8, 4)}, ' ', in.b32(12 + i * 8), '}');
  }
  return true;
}

// Milliseconds since midnight as a clock: "10:11:12.345".
void put_clock(Printer& p, std::uint32_t milliseconds) {
  const std::uint32_t seconds = milliseconds / 1000;
  p.put(Dec{seconds / 3600, 2, '0'}, ':', Dec{seconds / 60 % 60, 2, '0'}, ':', Dec{seconds % 60, 2, '0'}, '.',
        Dec{milliseconds % 1000, 3, '0'});
}

bool put_timestamp_reply(Printer& p, Slice in) {
  if (!in.has(20)) return false;
  p.put("time stamp reply id ", in.b16(4), " seq ", in.b16(6), ": org ");
  put_clock(p, in.b32(8));
  p.put(", recv ");
  put_clock(p, in.b32(12));
  p.put(", xmit ");
  put_clock(p, in.b32(16));
  return true;
}

bool put_time_exceeded(Printer& p, Slice in, std::uint8_t code) {
  if (!in.has(kQuotedEnd)) return false;
  if (code == 0) {
    p.put("time exceeded in-transit");
  } else if (code == 1) {
    p.put("ip reassembly time exceeded");
  } else {
    p.put("time exceeded-#", code);
  }
  return true;
}

// What the message says. False: cut, and only " [|icmp]" is said of it.
bool put_message(Printer& p, const IcmpHeader& header, Slice in) {
  switch (header.type) {
    case kEcho:
    case kEchoReply:
      p.put("echo ", header.type == kEcho ? "request" : "reply", ", id ", in.b16(4), ", seq ", in.b16(6));
      return true;
    case kUnreachable:
      if ((header.code == 2 || header.code == 3) && !in.has(kQuoted + 10)) return false;
      put_unreachable(p, in, header.code);
      return true;
    case kRedirect:
      put_redirect(p, in, header.code);
      return true;
    case kRouterAdvertisement:
      return put_router_advertisement(p, in);
    case kTimeExceeded:
      return put_time_exceeded(p, in, header.code);
    case kParameterProblem:
      if (header.code != 0) {
        p.put("parameter problem - code ", header.code);
      } else {
        p.put("parameter problem - octet ", in.u8(4));
      }
      return true;
    case kMaskReply:
      p.put("address mask is 0x", Hex{in.b32(8), 8});
      return true;
    case kTimestamp:
      p.put("time stamp query id ", in.b16(4), " seq ", in.b16(6));
      return true;
    case kTimestampReply:
      return put_timestamp_reply(p, in);
    default:
      p.put(Named{kTypes, header.type, "type-#"});
      return true;
  }
}

void put_checksum(Printer& p, const IcmpHeader& header, Slice in) {
  if (!in.has(in.length())) return;
  if (const std::uint16_t sum = internet_checksum(in.bytes()); sum != 0)
    p.put(" (wrong icmp cksum ", Hex{header.checksum}, " (->", Hex{right_checksum(header.checksum, sum)}, ")!)");
}

// The peer makes the whole message before it prints any of it: a cut leaves nothing behind.
bool put_message_or_nothing(Printer& p, const IcmpHeader& header, Slice in) {
  const std::size_t mark = p.out.size();
  try {
    p.put("ICMP ");
    if (put_message(p, header, in)) return true;
  } catch (const Truncated&) {
    p.out.truncate(mark);
    throw;
  }
  p.out.truncate(mark);
  return false;
}

void print(Printer& p, Slice in) {
  if (p.ip.version != 4) {
    p.put("[ICMP requires IPv4]");
    return p.invalid();
  }
  const IcmpHeader header{.type = in.u8(0), .code = in.u8(1), .checksum = 0};
  if (!put_message_or_nothing(p, header, in)) return p.truncated();
  p.put(", length ", in.length());
  if (p.verbose() == 0) return;
  if (!p.ip.fragmented && in.has(in.length())) put_checksum(p, parse_icmp(in), in);
  if (quotes_datagram(header.type)) {
    p.put("\n\t");
    const Slice quoted = in.after(kQuoted);
    const std::uint16_t length = quoted.b16(2);
    if (length < 4) throw_truncated();  // the peer looks at the length again when it has cut the rest off
    const bool fragmented = p.ip.fragmented;
    p.call(kIpv4, quoted.clipped(length).with_length(length));
    p.ip.fragmented = fragmented;
    p.protocol = "icmp";
  }
  if (may_have_extension(header.type)) print_icmp_extension(p, in);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const IcmpHeader header = parse_icmp(in);
  json.field("icmp_type", header.type);
  json.field("code", header.code);
  json.field("checksum", header.checksum);
  if (header.type == kEcho || header.type == kEchoReply) {
    json.field("id", in.b16(4));
    json.field("sequence", in.b16(6));
  }
  return {quotes_datagram(header.type) ? &kIpv4 : nullptr, in.after(kQuoted)};
}

}  // namespace

IcmpHeader parse_icmp(Slice in) { return {.type = in.u8(0), .code = in.u8(1), .checksum = in.b16(2)}; }

const Dissector kIcmp{"icmp", print, json};

}  // namespace nd::capture
