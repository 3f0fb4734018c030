// IPv6's option headers, hop-by-hop and destination (RFC 8200 section 4.2; RFC 2711, 2675 and 6275 for the options).
#include "capture/dissect/ipv6.h"

namespace nd::capture {
namespace {

enum : std::uint8_t { kPad1 = 0, kPadN = 1, kRouterAlert = 5, kJumbo = 0xc2, kHomeAddress = 0xc9 };
constexpr std::uint32_t kHomeAddressLength = 18;

// Of a hop-by-hop header; destination options have none.
struct Jumbo {
  bool& found;
  std::uint32_t& payload_length;
};

// The options inside a Home Address option (RFC 6275). False: cut short.
bool print_suboptions(Printer& p, Slice in) {
  while (in.length() > 0) {
    const std::uint8_t kind = in.u8();
    if (kind == kPad1) {
      p.put(", pad1");
      in.advance(1);
      continue;
    }
    if (in.length() < 2) {
      if (kind == kPadN) {
        p.put(", padn: trunc");
      } else {
        p.put(", sopt_type ", kind, ": trunc)");
      }
      return false;
    }
    const std::uint32_t length = in.u8(1) + 2U;
    if (length > in.length()) return false;
    if (kind == kPadN) {
      p.put(", padn");
    } else {
      p.put(", sopt_type 0x", Hex{kind, 2}, ": len=", length - 2);
    }
    in.advance(length);
  }
  return true;
}

void put_jumbo(Printer& p, std::uint32_t length, Jumbo* jumbo) {
  const char* problem = "";
  if (jumbo != nullptr && jumbo->found) {
    problem = " - already seen";
  } else if (jumbo == nullptr) {
    problem = " - not a hop-by-hop option";
  } else {
    jumbo->found = true;
    if (jumbo->payload_length != 0) {
      problem = " - payload len != 0";
    } else if (length < 65536) {
      problem = " - < 65536";
    } else {
      jumbo->payload_length = length;
    }
  }
  if (p.verbose() > 0) p.put("(jumbo: ", length, problem, ") ");
}

// An option whose length the standard fixes. False, and said: it has another one, or the header ends before it.
bool has_length(Printer& p, Slice option, std::uint32_t left, std::string_view name, std::uint32_t length, bool exact) {
  if (left < length) {
    p.put('(', name, ": trunc)");
    return false;
  }
  const std::uint32_t found = option.u8(1);
  if (exact ? found == length - 2 : found >= length - 2) return true;
  p.put('(', name, ": invalid len ", found, ')');
  return false;
}

bool print_home_address(Printer& p, Slice option, std::uint32_t length) {
  if (p.verbose() == 0) return true;
  p.put("(homeaddr: ", Ip6{option.at(2, 16)});
  if (length > kHomeAddressLength &&
      !print_suboptions(p, option.after(kHomeAddressLength).with_length(length - kHomeAddressLength)))
    return false;
  p.put(')');
  return true;
}

bool print_option(Printer& p, Slice option, std::uint32_t length, std::uint32_t left, Jumbo* jumbo) {
  switch (option.u8()) {
    case kPad1:
    case kPadN:
      if (p.verbose() > 0) p.put(option.u8() == kPad1 ? "(pad1)" : "(padn)");
      return true;
    case kRouterAlert:
      if (!has_length(p, option, left, "rtalert", 4, true)) return false;
      if (p.verbose() > 0) p.put("(rtalert: 0x", Hex{option.b16(2), 4}, ") ");
      return true;
    case kJumbo:
      if (!has_length(p, option, left, "jumbo", 6, true)) return false;
      put_jumbo(p, option.b32(2), jumbo);
      return true;
    case kHomeAddress:
      return has_length(p, option, left, "homeaddr", kHomeAddressLength, false) &&
             print_home_address(p, option, length);
    default:
      if (p.verbose() > 0) p.put("(opt_type 0x", Hex{option.u8(), 2}, ": len=", option.u8(1), ')');
      return true;
  }
}

// False: malformed or cut.
bool print_options(Printer& p, Slice in, Jumbo* jumbo) {
  while (in.length() > 0) {
    std::uint32_t length = 1;
    if (in.u8() != kPad1) {
      if (in.length() < 2) return false;
      length = in.u8(1) + 2U;
    }
    if (length > in.length() || !in.has(length)) return false;
    if (!print_option(p, in, length, in.length(), jumbo)) return false;
    in.advance(length);
  }
  if (p.verbose() > 0) p.put(' ');
  return true;
}

}  // namespace

std::uint32_t print_hop_by_hop(Printer& p, Slice in, bool& found_jumbo, std::uint32_t& payload_length) {
  p.protocol = "hbhopt";
  const std::uint32_t length = (in.u8(1) + 1U) * 8;
  if (!in.has(length)) {
    p.truncated();
    return 0;
  }
  p.put("HBH ");
  Jumbo jumbo{found_jumbo, payload_length};
  if (print_options(p, in.after(2).with_length(length - 2), &jumbo)) return length;
  p.truncated();
  return 0;
}

std::uint32_t print_destination_options(Printer& p, Slice in) {
  p.protocol = "dstopt";
  const std::uint32_t length = (in.u8(1) + 1U) * 8;
  if (!in.has(length)) {
    p.truncated();
    return 0;
  }
  p.put("DSTOPT ");
  if (p.verbose() == 0 || print_options(p, in.after(2).with_length(length - 2), nullptr)) return length;
  p.truncated();
  return 0;
}

}  // namespace nd::capture
