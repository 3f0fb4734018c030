// DNS messages over UDP and TCP, and multicast DNS. Names are printed with their labels' bytes made visible; sections
// beyond the answers wait for -vv.
#include "capture/dissect/dns.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/dns_name.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

using Offset = std::optional<std::uint32_t>;

constexpr unsigned kInverseQuery = 1;
constexpr std::uint16_t kOddQueryBits = 0x06cf;  // that a query should not set

struct Message {
  Slice bytes;  // from the header to the end of the capture
  DnsHeader header;
  bool multicast = false;
};

// `count` records; false where the message is broken or ends before the last.
bool print_records(Printer& p, const Message& message, std::uint32_t& at, unsigned count) {
  while (count > 0) {
    const Offset next = print_dns_record(p, message.bytes, at, message.multicast);
    if (!next) return false;
    at = *next;
    --count;
    if (count == 0) return true;
    if (at >= message.bytes.captured()) return false;
    p.put(',');
  }
  return true;
}

bool print_section(Printer& p, const Message& message, std::uint32_t& at, unsigned count, std::string_view label) {
  if (count == 0) return true;
  if (at >= message.bytes.captured()) return false;
  p.put(label);
  return print_records(p, message, at, count);
}

bool print_response_questions(Printer& p, const Message& message, std::uint32_t& at) {
  for (unsigned i = 0; i < message.header.questions; ++i) {
    if (i != 0) p.put(',');
    Offset next;
    if (p.verbose() > 1) {
      p.put(" q:");
      next = print_dns_question(p, message.bytes, at, message.multicast);
    } else if (next = skip_dns_name(message.bytes, at); next) {
      *next += 4;
    }
    if (!next) return false;
    at = *next;
  }
  return true;
}

bool print_response(Printer& p, const Message& message) {
  const DnsHeader& header = message.header;
  p.put(header.id, dns_opcode(header.opcode()));
  put_dns_rcode(p, dns_extended_rcode(message.bytes, header));
  p.put(header.authoritative() ? "*" : "", header.recursion_available() ? "" : "-", header.truncated() ? "|" : "",
        header.authentic_data() ? "$" : "");
  if (header.questions != 1) p.put(" [", header.questions, "q]");
  std::uint32_t at = kDnsHeader;
  if (!print_response_questions(p, message, at)) return false;
  p.put(' ', header.answers, '/', header.authorities, '/', header.additionals);
  if (header.answers > 0 && !print_records(p, message, at, header.answers)) return false;
  if (p.verbose() < 2) return true;
  return print_section(p, message, at, header.authorities, " ns:") &&
         print_section(p, message, at, header.additionals, " ar:");
}

void put_query_counts(Printer& p, const DnsHeader& header) {
  if (header.opcode() == kInverseQuery) {
    if (header.questions != 0) p.put(" [", header.questions, "q]");
    if (header.answers != 1) p.put(" [", header.answers, "a]");
  } else {
    if (header.answers != 0) p.put(" [", header.answers, "a]");
    if (header.questions != 1) p.put(" [", header.questions, "q]");
  }
  if (header.authorities != 0) p.put(" [", header.authorities, "n]");
  if (header.additionals != 0) p.put(" [", header.additionals, "au]");
}

bool print_query_questions(Printer& p, const Message& message, std::uint32_t& at) {
  for (unsigned left = message.header.questions; left > 0; --left) {
    if (left != message.header.questions && at >= message.bytes.captured()) return false;
    const Offset next = print_dns_question(p, message.bytes, at, message.multicast);
    if (!next) return false;
    at = *next;
  }
  return true;
}

bool print_query(Printer& p, const Message& message) {
  const DnsHeader& header = message.header;
  p.put(header.id, dns_opcode(header.opcode()), header.recursion_desired() ? "+" : "",
        header.checking_disabled() ? "%" : "");
  if ((header.flags & kOddQueryBits) != 0) p.put(" [b2&3=0x", Hex{header.flags}, ']');
  put_query_counts(p, header);
  std::uint32_t at = kDnsHeader;
  if (!print_query_questions(p, message, at)) return false;
  if (p.verbose() < 2) return true;
  if (header.answers > 0 && !print_records(p, message, at, header.answers)) return false;
  return print_section(p, message, at, header.authorities, " ns:") &&
         print_section(p, message, at, header.additionals, " ar:");
}

void print_message(Printer& p, Slice in, bool multicast) {
  if (in.length() < kDnsHeader) {
    p.put("domain [length ", in.length(), " < ", kDnsHeader, ']');
    return p.invalid();
  }
  if (!in.has(kDnsHeader)) return p.truncated();
  const Message message{in.with_length(in.captured()), parse_dns_header(in), multicast};
  const bool whole = message.header.is_response() ? print_response(p, message) : print_query(p, message);
  if (!whole) return p.truncated();
  p.put(" (", in.length(), ')');
}

void print(Printer& p, Slice in) { print_message(p, in, false); }
void print_multicast(Printer& p, Slice in) { print_message(p, in, true); }

// Over TCP a length stands in front (RFC 1035 section 4.2.2); only segments that hold one whole message are decoded.
void print_stream(Printer& p, Slice in) {
  if (in.length() < 2) {
    p.put(" [DNS over TCP: length ", in.length(), " < 2]");
    return p.invalid();
  }
  const std::uint16_t prefix = in.b16();
  p.put(' ');
  const Slice message = in.after(2);
  if (prefix != message.length()) {
    p.put("[prefix length(", prefix, ") != length(", message.length(), ")]");
    return p.invalid();
  }
  print_message(p, message, false);
}

Next json(JsonWriter& json, Context&, Slice in) { return dns_json(json, in); }
Next json_stream(JsonWriter& json, Context&, Slice in) {
  json.field("message_length", in.b16());
  return dns_json(json, in.after(2));
}

}  // namespace

DnsHeader parse_dns_header(Slice in) {
  return {.id = in.b16(0),
          .flags = in.b16(2),
          .questions = in.b16(4),
          .answers = in.b16(6),
          .authorities = in.b16(8),
          .additionals = in.b16(10)};
}

unsigned dns_extended_rcode(Slice message, const DnsHeader& header) {
  const unsigned rcode = header.flags & 0xfU;
  Offset at = kDnsHeader;
  for (unsigned i = 0; i < header.questions; ++i) {
    at = skip_dns_name(message, *at);
    if (!at) return rcode;
    *at += 4;
  }
  for (unsigned i = 0; i < header.answers + 0U + header.authorities; ++i) {
    at = skip_dns_name(message, *at);
    if (!at || !message.has(*at, 10)) return rcode;
    *at += 10U + message.b16(*at + 8);
  }
  for (unsigned i = 0; i < header.additionals; ++i) {
    at = skip_dns_name(message, *at);
    if (!at || !message.has(*at, 5)) return rcode;
    if (message.b16(*at) == dns_type::kOpt) return rcode | static_cast<unsigned>(message.u8(*at + 4) << 4);
    if (!message.has(*at, 10)) return rcode;
    *at += 10U + message.b16(*at + 8);
  }
  return rcode;
}

const Dissector kDns{"domain", print, json};
const Dissector kDnsOverTcp{"domain", print_stream, json_stream};
const Dissector kMulticastDns{"domain", print_multicast, json};

}  // namespace nd::capture
