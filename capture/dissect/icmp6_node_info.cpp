// Node information queries (RFC 4620, and the draft before it whose names are counted strings).
#include "capture/dissect/icmp6.h"

namespace nd::capture {
namespace {

constexpr std::uint32_t kHeader = 16;

enum : std::uint16_t { kNoop = 0, kSupportedTypes = 1, kDnsName = 2, kNodeAddresses = 3 };
enum : std::uint8_t { kSubjectIp6 = 0, kSubjectName = 1, kSubjectIp4 = 2 };
enum : std::uint8_t { kSuccess = 0, kRefused = 1, kUnknown = 2 };

// Names without compression; the peer calls wrong what does not end with the message.
void put_name(Printer& p, Slice in) {
  p.put(", \"");
  std::uint32_t at = 0;
  const std::uint32_t end = in.captured();
  while (at < end) {
    const std::uint32_t length = in.u8(at++);
    if (length == 0) {
      if (at == end) {
        p.put('.');
      } else if (at + 1 != end || in.u8(at) != 0) {
        p.put("???");
      }
      break;
    }
    if (length > end - at) {
      p.put("???");
      break;
    }
    for (std::uint32_t i = 0; i < length; ++i) p.put_safe(in.u8(at++));
    if (at < end && in.u8(at) != 0) p.put('.');
  }
  p.put('"');
}

void put_name_or_string(Printer& p, Slice in) {
  if (in.u8() + 1U != in.captured()) return put_name(p, in);
  if (p.verbose() > 0) p.put(", 03 draft");
  p.put(", \"");
  for (std::uint32_t i = 1; i < in.captured(); ++i) p.put_safe(in.u8(i));
  p.put('"');
}

void put_address_flags(Printer& p, std::uint16_t flags, bool reply) {
  static constexpr struct {
    std::uint16_t bit;
    char letter;
  } kFlags[] = {{64, 'a'}, {32, 'G'}, {16, 'S'}, {8, 'L'}, {4, 'C'}, {2, 'A'}, {1, 'T'}};
  if (flags == 0) return;
  p.put(" [");
  for (const auto& flag : kFlags) {
    if ((flags & flag.bit) != 0 && (reply || flag.bit != 1)) p.put(flag.letter);
  }
  p.put(']');
}

void put_supported_types(Printer& p, std::uint16_t flags) {
  p.put("supported qtypes");
  if (flags != 0) p.put(" [", (flags & 1) != 0 ? "C" : "", ']');
}

void put_subject(Printer& p, std::uint8_t code, Slice in) {
  const auto address = [&](std::uint32_t length) {
    if (!in.has(kHeader + length)) return false;
    if (in.captured() != kHeader + length) {
      if (p.verbose() > 0) p.put(", invalid subject len");
      return false;
    }
    p.put(", subject=");
    return true;
  };
  switch (code) {
    case kSubjectIp6:
      if (address(16)) p.put(Ip6{in.at(kHeader, 16)});
      break;
    case kSubjectName:
      p.put(", subject=DNS name");
      put_name_or_string(p, in.after(kHeader));
      break;
    case kSubjectIp4:
      if (address(4)) p.put(Ip4{in.at(kHeader, 4)});
      break;
    default:
      p.put(", unknown subject");
  }
}

void print_query(Printer& p, Slice in) {
  if (in.captured() == 12) {
    p.put(" who-are-you request");
    return;
  }
  p.put(" node information query");
  if (!in.has(kHeader)) return p.truncated();
  p.put(" (");
  const std::uint16_t qtype = in.b16(4);
  const std::uint16_t flags = in.b16(6);
  switch (qtype) {
    case kNoop:
      p.put("noop");
      break;
    case kSupportedTypes:
      put_supported_types(p, flags);
      break;
    case kDnsName:
      p.put("DNS name");
      break;
    case kNodeAddresses:
      p.put("node addresses");
      put_address_flags(p, flags, false);
      break;
    default:
      p.put("unknown");
  }
  if (qtype == kNoop || qtype == kSupportedTypes) {
    if (in.captured() != kHeader && p.verbose() > 0) p.put(", invalid len");
  } else if (in.captured() == kHeader) {
    p.put(", 03 draft");
  } else {
    put_subject(p, in.u8(1), in);
  }
  p.put(')');
}

void put_node_addresses(Printer& p, Slice in) {
  p.put("node addresses");
  for (std::uint32_t at = kHeader; at + 20 <= in.captured(); at += 20)
    p.put(' ', Ip6{in.at(at + 4, 16)}, '(', in.b32(at), ')');
  put_address_flags(p, in.b16(6), true);
}

void put_answer(Printer& p, Slice in) {
  const std::uint16_t flags = in.b16(6);
  switch (in.b16(4)) {
    case kNoop:
      p.put("noop");
      if (in.captured() != kHeader && p.verbose() > 0) p.put(", invalid length");
      break;
    case kSupportedTypes:
      put_supported_types(p, flags);
      break;
    case kDnsName:
      p.put("DNS name");
      put_name_or_string(p, in.after(kHeader + 4));
      if ((flags & 1) != 0) p.put(" [TTL=", in.b32(kHeader), ']');
      break;
    case kNodeAddresses:
      put_node_addresses(p, in);
      break;
    default:
      p.put("unknown");
  }
}

void print_reply(Printer& p, Slice in) {
  if (in.length() > in.captured() || !in.has(kHeader)) return p.truncated();
  p.put(" node information reply (");
  const std::uint8_t code = in.u8(1);
  if (code == kSuccess) {
    if (p.verbose() > 0) p.put("success, ");
    put_answer(p, in);
  } else if (code == kRefused || code == kUnknown) {
    p.put(code == kRefused ? "refused" : "unknown");
    if (in.captured() != kHeader && p.verbose() > 0) p.put(", invalid length");
  }
  p.put(')');
}

}  // namespace

void print_node_information(Printer& p, Slice in) {
  if (in.u8() == icmp6_type::kNodeQuery) {
    print_query(p, in);
  } else {
    print_reply(p, in);
  }
}

}  // namespace nd::capture
