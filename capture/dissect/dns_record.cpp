// The entries of DNS messages: questions and resource records (RFC 1035 section 4.1).
#include "capture/dissect/dns.h"
#include "capture/dissect/dns_name.h"
#include "common/render/address.h"

namespace nd::capture {
namespace {

using namespace dns_type;
using Offset = std::optional<std::uint32_t>;

// Bytes of a string; false where the capture ends within them.
bool put_bytes(Printer& p, Slice message, std::uint32_t at, std::uint32_t length) {
  const Bytes bytes = message.after(at).with_length(length).bytes();
  for (const std::uint8_t byte : bytes) p.put_safe(byte);
  return bytes.size() == length;
}

// A character string: a length byte and that many bytes.
Offset put_character_string(Printer& p, Slice message, std::uint32_t at) {
  if (!message.has(at, 1)) return std::nullopt;
  const std::uint8_t length = message.u8(at++);
  if (!put_bytes(p, message, at, length)) return std::nullopt;
  return at + length;
}

bool put_text(Printer& p, Slice message, std::uint32_t at, std::uint32_t end) {
  while (at < end) {
    p.put(" \"");
    const Offset next = put_character_string(p, message, at);
    if (!next) return false;
    p.put('"');
    at = *next;
  }
  return true;
}

bool put_soa(Printer& p, Slice message, std::uint32_t at) {
  Offset next = at;
  for (int i = 0; i < 2; ++i) {
    p.put(' ');
    next = print_dns_name(p, message, *next);
    if (!next) return false;
  }
  if (!message.has(*next, 20)) return false;
  for (std::uint32_t i = 0; i < 5; ++i) p.put(' ', message.b32(*next + 4 * i));
  return true;
}

bool put_mail_exchange(Printer& p, Slice message, std::uint32_t at) {
  p.put(' ');
  if (!message.has(at, 2)) return false;
  if (!print_dns_name(p, message, at + 2)) return false;
  p.put(' ', message.b16(at));
  return true;
}

bool put_service(Printer& p, Slice message, std::uint32_t at) {
  p.put(' ');
  if (!message.has(at, 2)) return false;
  if (!print_dns_name(p, message, at + 6)) return false;
  p.put(':', message.b16(at + 4), ' ', message.b16(at), ' ', message.b16(at + 2));
  return true;
}

// A6 (RFC 2874): the last bits of an address and the name that has the first ones.
bool put_a6(Printer& p, Slice message, std::uint32_t at) {
  if (!message.has(at, 1)) return false;
  const std::uint32_t prefix_bits = message.u8(at);
  if (prefix_bits > 128) {
    p.put(' ', prefix_bits, "(bad plen)");
    return true;
  }
  const std::uint32_t prefix_bytes = prefix_bits / 8;
  const std::uint32_t suffix_bytes = 16 - prefix_bytes;
  if (prefix_bits < 128) {
    std::uint8_t address[16] = {};
    std::copy_n(message.at(at + 1, suffix_bytes), suffix_bytes, address + prefix_bytes);
    p.put(' ', prefix_bits, ' ');
    append_ipv6(p.out, address);
  }
  if (prefix_bits == 0) return true;
  p.put(' ');
  return print_dns_name(p, message, at + 1 + suffix_bytes).has_value();
}

bool put_uri(Printer& p, Slice message, std::uint32_t at, std::uint32_t length) {
  if (!message.has(at, length)) return false;
  p.put(' ', message.b16(at), ' ', message.b16(at + 2), ' ');
  // Below 4 the peer's length wraps: it prints all there is and then says that more is missing.
  return put_bytes(p, message, at + 4, length - 4);
}

bool put_unspecified(Printer& p, Slice message, std::uint32_t at, std::uint32_t length) {
  if (!message.has(at, length)) return false;
  return put_bytes(p, message, at, length);
}

// A transaction signature (RFC 8945), without its bytes.
bool put_tsig(Printer& p, Slice message, std::uint32_t at) {
  p.put(' ');
  const Offset algorithm_end = print_dns_name(p, message, at);
  if (!algorithm_end) return false;
  at = *algorithm_end + 6;
  const auto field = [&](std::string_view label) {
    if (!message.has(at, 2)) return false;
    p.put(label, message.b16(at));
    at += 2;
    return true;
  };
  if (!field(" fudge=") || !field(" maclen=")) return false;
  at += message.b16(at - 2);
  return field(" origid=") && field(" error=") && field(" otherlen=");
}

struct RecordHead {
  std::uint16_t type = 0;
  std::uint16_t raw_class = 0;
  std::uint32_t ttl = 0;
  std::uint16_t length = 0;
};

bool put_edns(Printer& p, Slice message, const RecordHead& head, std::uint16_t payload_size, std::uint32_t at) {
  p.put(" UDPsize=", payload_size);
  if ((head.ttl & 0x8000) != 0) p.put(" DO");
  if (head.length == 0) return true;
  p.put(" [");
  if (!print_edns_options(p, message, at, at + head.length)) return false;
  p.put(']');
  return true;
}

// What the type makes of the record's data; false where it is broken.
bool put_data(Printer& p, Slice message, const RecordHead& head, std::uint32_t at) {
  switch (head.type) {
    case kA:
      if (!message.has(at, 4)) return false;
      p.put(' ');
      append_ipv4(p.out, message.at(at, 4));
      return true;
    case kNs:
    case kCname:
    case kPtr:
    case kDname:
      p.put(' ');
      return print_dns_name(p, message, at).has_value();
    case kSoa:
      return p.verbose() == 0 || put_soa(p, message, at);
    case kMx:
      return put_mail_exchange(p, message, at);
    case kTxt:
      return put_text(p, message, at, at + head.length);
    case kSrv:
      return put_service(p, message, at);
    case kAaaa:
      if (!message.has(at, 16)) return false;
      p.put(' ');
      append_ipv6(p.out, message.at(at, 16));
      return true;
    case kA6:
      return put_a6(p, message, at);
    case kUri:
      return put_uri(p, message, at, head.length);
    case kUnspecA:
      return put_unspecified(p, message, at, head.length);
    case kTsig:
      return p.verbose() == 0 || put_tsig(p, message, at);
    default:
      return true;
  }
}

void put_class(Printer& p, std::uint16_t value) {
  if (value != kDnsClassIn) p.put(' ', Named{kDnsClasses, value, "(Class ", ")"});
}

}  // namespace

Offset print_dns_question(Printer& p, Slice message, std::uint32_t offset, bool multicast) {
  const Offset after_name = skip_dns_name(message, offset);
  if (!after_name || !message.has(*after_name, 4)) return std::nullopt;
  p.put(' ', Named{kDnsTypes, message.b16(*after_name), "Type"});
  const std::uint16_t raw_class = message.b16(*after_name + 2);
  put_class(p, multicast ? raw_class & 0x7fff : raw_class);
  if (multicast) p.put((raw_class & kDnsTopBit) != 0 ? " (QU)" : " (QM)");
  p.put("? ");
  const Offset end = print_dns_name(p, message, offset);
  return end ? Offset{*end + 4} : std::nullopt;
}

Offset print_dns_record(Printer& p, Slice message, std::uint32_t offset, bool multicast) {
  Offset head_at;
  if (p.verbose() > 0) {
    p.put(' ');
    head_at = print_dns_name(p, message, offset);
    if (!head_at) return std::nullopt;
  } else {
    head_at = skip_dns_name(message, offset);
  }
  if (!head_at || !message.has(*head_at, 10)) return message.captured();
  const RecordHead head{.type = message.b16(*head_at),
                        .raw_class = message.b16(*head_at + 2),
                        .ttl = message.b32(*head_at + 4),
                        .length = message.b16(*head_at + 8)};
  const auto plain_class = static_cast<std::uint16_t>(multicast ? head.raw_class & 0x7fff : head.raw_class);
  if (head.type != kOpt) put_class(p, plain_class);
  if (multicast && (head.raw_class & kDnsTopBit) != 0) p.put(" (Cache flush)");
  if (head.type != kOpt && p.verbose() > 2) {
    p.put(" [");
    p.put_relative_time(head.ttl);
    p.put(']');
  }
  p.put(' ', Named{kDnsTypes, head.type, "Type"});
  const std::uint32_t at = *head_at + 10;
  if (!message.has(at, head.length)) return std::nullopt;
  const bool whole = head.type == kOpt ? put_edns(p, message, head, plain_class, at) : put_data(p, message, head, at);
  if (!whole) return std::nullopt;
  return at + head.length;
}

}  // namespace nd::capture
