// The messages of PIM version 2 (RFC 7761, RFC 3973, RFC 5015 for its designated forwarders, RFC 5059 for bootstrap).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/pim.h"

namespace nd::capture::pim {
namespace {

enum : std::uint16_t {
  kHoldTime = 1,
  kLanPruneDelay = 2,
  kPriorityOld = 18,
  kPriority = 19,
  kGenerationId = 20,
  kRefreshCapability = 21,
  kBidirectional = 22,
  kAddressList = 24,
  kAddressListOld = 65001
};
constexpr Token kOptions[] = {
    {kHoldTime, "Hold Time"},
    {kLanPruneDelay, "LAN Prune Delay"},
    {kPriorityOld, "DR Priority (Old)"},
    {kPriority, "DR Priority"},
    {kGenerationId, "Generation ID"},
    {kRefreshCapability, "State Refresh Capability"},
    {kBidirectional, "Bi-Directional Capability"},
    {kAddressList, "Address List"},
    {kAddressListOld, "Address List (Old)"},
};
constexpr Token kRegisterFlags[] = {{0x80000000, "Border"}, {0x40000000, "Null"}};
constexpr Token kElections[] = {{1, "Offer"}, {2, "Winner"}, {3, "Backoff"}, {4, "Pass"}};

enum class Kind : std::uint8_t { kUnicast, kGroup, kSource };

// The body of a message, read from the front; addresses are encoded by family, or, in the first draft of the
// protocol, were of one length, which the header's second byte told.
struct Body {
  Slice in;
  std::uint32_t address_size = 0;
};

// Where and in which family the address at the front stands.
struct Encoded {
  bool six = false;
  std::uint32_t at = 0;    // of the address
  std::uint32_t size = 0;  // of it all
};

bool find_address(const Body& body, Kind kind, Encoded& found) {
  std::uint32_t header = 0;
  std::uint32_t left = body.in.length();
  if (body.address_size == 0) {
    if (left < 2) return false;
    const std::uint8_t family = body.in.u8();
    if (family != 1 && family != 2) return false;
    if (body.in.u8(1) != 0) return false;
    found.six = family == 2;
    header = 2;
    left -= 2;
  } else {
    if (body.address_size != 4) return false;
  }
  const std::uint32_t size = found.six ? 16 : 4;
  const std::uint32_t prefix = kind == Kind::kUnicast ? 0 : 2;
  if (left < prefix + size) return false;
  found.at = header + prefix;
  found.size = found.at + size;
  return true;
}

void put_at(Printer& p, Slice in, const Encoded& where) {
  if (where.six) {
    p.put(Ip6{in.at(where.at, 16)});
  } else {
    p.put(Ip4{in.at(where.at, 4)});
  }
}

void put_source_flags(Printer& p, std::uint8_t flags) {
  p.put('(', (flags & 4) != 0 ? "S" : "", (flags & 2) != 0 ? "W" : "", (flags & 1) != 0 ? "R" : "");
  if ((flags & 0xf8) != 0) p.put("+0x", Hex{flags & 0xf8U, 2});
  p.put(')');
}

// Prints the address at the front and moves behind it. False: none that can be read.
bool take_address(Printer& p, Body& body, Kind kind) {
  Encoded where;
  if (!find_address(body, kind, where)) return false;
  body.in.want(0, where.size);
  put_at(p, body.in, where);
  if (kind != Kind::kUnicast) {
    const std::uint8_t flags = body.in.u8(where.at - 2);
    const std::uint8_t mask = body.in.u8(where.at - 1);
    if (mask != (where.six ? 128 : 32)) p.put('/', mask);
    if (flags != 0 && kind == Kind::kGroup) p.put("(0x", Hex{flags, 2}, ')');
    if (flags != 0 && kind == Kind::kSource) put_source_flags(p, flags);
  }
  body.in.advance(where.size);
  return true;
}

void address(Printer& p, Body& body, Kind kind) {
  if (!take_address(p, body, kind)) throw_layer_cut();
}
// The next bytes; where the capture ends in them, all of the packet does.
Slice next(Body& body, std::uint32_t n) {
  if (body.in.length() < n) throw_layer_cut();
  body.in.need(0, n);
  const Slice taken = body.in.with_length(n);
  body.in.advance(n);
  return taken;
}
// The same where only the message does.
Slice take(Body& body, std::uint32_t n) {
  if (body.in.length() >= n) body.in.want(0, n);
  return next(body, n);
}

bool put_wrong_length(Printer& p, std::uint32_t length, std::uint32_t right) {
  if (length == right) return false;
  p.put("[option length ", length, " != ", right, ']');
  p.invalid();
  return true;
}

void print_refresh_capability(Printer& p, Slice value) {
  p.put('v', value.u8());
  if (value.u8(1) != 0) {
    p.put(", interval ");
    p.put_relative_time(value.u8(1));
  }
  if (value.b16(2) != 0) p.put(" ?0x", Hex{value.b16(2), 4}, '?');
}

// The lengths that options must have; 0: any.
std::uint32_t option_length(std::uint16_t type) {
  switch (type) {
    case kHoldTime:
      return 2;
    case kLanPruneDelay:
    case kPriorityOld:
    case kPriority:
    case kGenerationId:
    case kRefreshCapability:
      return 4;
    default:
      return 0;
  }
}

// The last address may reach out of the option, as far as the message does.
void print_addresses(Printer& p, Body list, std::uint32_t length) {
  const std::uint32_t end = list.in.length() - length;
  while (list.in.length() > end) {
    p.put("\n\t    ");
    address(p, list, Kind::kUnicast);
  }
}

void print_option_value(Printer& p, std::uint16_t type, Slice value, const Body& body) {
  switch (type) {
    case kHoldTime:
      return p.put_relative_time(value.b16());
    case kLanPruneDelay:
      p.put("\n\t    T-bit=", value.b16() >> 15, ", LAN delay ", value.b16() & 0x7fff, "ms, Override interval ",
            value.b16(2), "ms");
      return;
    case kPriorityOld:
    case kPriority:
      p.put(value.b32());
      return;
    case kGenerationId:
      p.put("0x", Hex{value.b32(), 8});
      return;
    case kRefreshCapability:
      return print_refresh_capability(p, value);
    case kAddressList:
    case kAddressListOld:
      if (p.verbose() > 1) print_addresses(p, body, value.length());
      return;
    default:
      if (p.verbose() <= 1 && type != kBidirectional) p.unknown_data("\n\t    ", value);
  }
}

void print_hello(Printer& p, Body body) {
  while (body.in.length() > 0) {
    const Slice header = next(body, 4);
    const std::uint16_t type = header.b16();
    const std::uint32_t length = header.b16(2);
    p.put("\n\t  ", NameOr{kOptions, type, "Unknown"}, " Option (", type, "), length ", length, ", Value: ");
    if (!body.in.has(length) || body.in.length() < length) throw_layer_cut();
    const Slice value = body.in.with_length(length);
    const std::uint32_t right = option_length(type);
    if (right != 0 && put_wrong_length(p, length, right)) return;
    print_option_value(p, type, value, body);
    if (p.verbose() > 1) p.unknown_data("\n\t    ", value);
    body.in.advance(length);
  }
}

void print_register(Printer& p, Body body) {
  const std::uint32_t flags = take(body, 4).b32();
  p.put(", Flags [ ", NameOr{kRegisterFlags, flags, "none"}, " ]\n\t");
  if (body.in.length() == 0) return;
  switch (const unsigned version = body.in.u8() >> 4; version) {
    case 0:
      p.put("IP-Null-header ", Ip4{body.in.at(12, 4)}, " > ", Ip4{body.in.at(16, 4)});
      return;
    case 4:
      return p.call(kIpv4, body.in);
    case 6:
      return p.call(kIpv6, body.in);
    default:
      p.put("IP ver ", version);
  }
}

void print_sources(Printer& p, Body& body, std::string_view what, std::uint32_t count) {
  for (std::uint32_t i = 1; i <= count; ++i) {
    p.put("\n\t      ", what, " source #", i, ": ");
    address(p, body, Kind::kSource);
  }
}

void put_hold_time(Printer& p, std::uint16_t seconds) {
  if (seconds == 0xffff) {
    p.put("infinite");
  } else {
    p.put_relative_time(seconds);
  }
}

void print_join_prune(Printer& p, std::uint8_t type, Body body) {
  if (type != kGraftAck) {
    p.put(", upstream-neighbor: ");
    address(p, body, Kind::kUnicast);
  }
  const Slice header = take(body, 4);
  const std::uint32_t groups = header.u8(1);
  p.put("\n\t  ", groups, " group(s)");
  if (type != kGraftAck) {
    p.put(", holdtime: ");
    put_hold_time(p, header.b16(2));
  }
  for (std::uint32_t i = 1; i <= groups; ++i) {
    p.put("\n\t    group #", i, ": ");
    address(p, body, Kind::kGroup);
    if (body.in.length() < 4) {
      p.put("...)");
      throw_layer_cut();
    }
    const Slice counts = take(body, 4);
    p.put(", joined sources: ", counts.b16(), ", pruned sources: ", counts.b16(2));
    print_sources(p, body, "joined", counts.b16());
    print_sources(p, body, "pruned", counts.b16(2));
  }
}

void print_rendezvous_points(Printer& p, Body& body, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count && body.in.length() > 0; ++i) {
    p.put(" RP", i, '=');
    address(p, body, Kind::kUnicast);
    if (body.in.length() < 4) {
      p.put("...)");
      throw_layer_cut();
    }
    p.put(",holdtime=");
    p.put_relative_time(body.in.b16());
    p.put(",prio=", body.in.u8(2));
    body.in.advance(4);
  }
}

void print_bootstrap(Printer& p, Body body) {
  const auto field = [&](std::uint32_t n) {
    if (body.in.length() < n) throw_layer_cut();
    return body.in;
  };
  p.put(" tag=", Hex{field(2).b16()});
  body.in.advance(2);
  p.put(" hashmlen=", field(1).u8());
  if (body.in.length() < 3) throw_layer_cut();
  body.in.want(0, 3);
  p.put(" BSRprio=", body.in.u8(1));
  body.in.advance(2);
  p.put(" BSR=");
  address(p, body, Kind::kUnicast);
  for (std::uint32_t i = 0; body.in.length() > 0; ++i) {
    p.put(" (group", i, ": ");
    address(p, body, Kind::kGroup);
    if (body.in.length() < 1) {
      p.put("...)");
      throw_layer_cut();
    }
    p.put(" RPcnt=", body.in.u8());
    if (body.in.length() < 2) {
      p.put("...)");
      throw_layer_cut();
    }
    const std::uint32_t count = body.in.u8(1);
    p.put(" FRPcnt=", count);
    body.in.advance(4);
    print_rendezvous_points(p, body, count);
    p.put(')');
  }
}

void print_assert(Printer& p, Body body) {
  p.put(" group=");
  address(p, body, Kind::kGroup);
  p.put(" src=");
  address(p, body, Kind::kUnicast);
  const Slice fields = take(body, 8);
  if ((fields.u8() & 0x80) != 0) p.put(" RPT");
  p.put(" pref=", fields.b32() & 0x7fffffff, " metric=", fields.b32(4));
}

void print_candidate(Printer& p, Body body) {
  const std::uint8_t count = body.in.u8();
  if (body.in.length() < 1) throw_layer_cut();
  p.put(" prefix-cnt=", count);
  if (body.in.length() < 2) throw_layer_cut();
  p.put(" prio=", body.in.u8(1));
  if (body.in.length() < 4) throw_layer_cut();
  p.put(" holdtime=");
  p.put_relative_time(body.in.b16(2));
  body.in.advance(4);
  p.put(" RP=");
  address(p, body, Kind::kUnicast);
  for (std::uint32_t i = 0; i < count && body.in.length() > 0; ++i) {
    p.put(" Group", i, '=');
    address(p, body, Kind::kGroup);
  }
}

void print_refresh(Printer& p, Body body) {
  p.put(" src=");
  address(p, body, Kind::kUnicast);
  p.put(" grp=");
  address(p, body, Kind::kGroup);
  p.put(" forwarder=");
  address(p, body, Kind::kUnicast);
  if (body.in.length() < 2) throw_layer_cut();
  p.put(" TUNR ");
  p.put_relative_time(body.in.b16());
}

void print_election(Printer& p, std::uint8_t subtype, Body body) {
  p.put("\n\t  ", NameOr{kElections, subtype, "Unknown"}, ", rpa=");
  address(p, body, Kind::kUnicast);
  p.put(" sender pref=", next(body, 4).b32());
  p.put(" sender metric=", next(body, 4).b32());
  if (subtype != 3 && subtype != 4) return;
  const std::string_view who = subtype == 3 ? "offer" : "new winner";
  p.put("\n\t  ", who, " addr=");
  address(p, body, Kind::kUnicast);
  p.put(' ', who, " pref=", next(body, 4).b32());
  p.put(' ', who, " metric=", next(body, 4).b32());
  if (subtype == 3) p.put(" interval ", next(body, 2).b16(), "ms");
}

void print_body(Printer& p, std::uint8_t type, std::uint8_t second, Body body) {
  switch (type) {
    case kHello:
      return print_hello(p, body);
    case kRegister:
      return print_register(p, body);
    case kRegisterStop:
      p.put(" group=");
      address(p, body, Kind::kGroup);
      p.put(" source=");
      return address(p, body, Kind::kUnicast);
    case kJoinPrune:
    case kGraft:
    case kGraftAck:
      return print_join_prune(p, type, body);
    case kBootstrap:
      return print_bootstrap(p, body);
    case kAssert:
      return print_assert(p, body);
    case kCandidate:
      return print_candidate(p, body);
    case kRefresh:
      return print_refresh(p, body);
    case kElection:
      return print_election(p, second >> 4, body);
    default:
      p.put(" [type ", type, ']');
  }
}

}  // namespace

void print_message(Printer& p, std::uint8_t type, std::uint8_t second, Slice body) {
  print_body(p, type, second, {body, second & 0xfU});
}

}  // namespace nd::capture::pim
