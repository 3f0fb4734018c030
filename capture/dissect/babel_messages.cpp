// The messages of Babel with their sub-TLVs (RFC 8966, with the extensions of RFC 7298, RFC 7557, RFC 9079, RFC 9616).
#include "capture/dissect/babel.h"
#include "common/render/address.h"

namespace nd::capture::babel {
namespace {

enum : std::uint8_t { kSubPad1 = 0, kSubPadN = 1, kSubDiversity = 2, kSubTimestamp = 3 };
enum : std::uint8_t { kAny = 0, kIpv4 = 1, kIpv6 = 2, kLinkLocal = 3 };
enum : std::uint8_t { kPrefixFlag = 0x80, kIdFlag = 0x40 };
void claim(Slice in, std::uint32_t n) {
  if (in.length() < n) throw Invalid{};
}

struct Prefix {
  std::uint8_t encoding = kAny;
  std::uint8_t length = 0;
  std::array<std::uint8_t, 16> bytes{};
};

void put_prefix(Printer& p, const Prefix& prefix) {
  if (prefix.encoding == kAny) {
    p.put("any");
  } else if (prefix.encoding == kIpv4) {
    append_ipv4(p.out, prefix.bytes.data());
    p.put('/', prefix.length);
  } else {
    append_ipv6(p.out, prefix.bytes.data());
    p.put('/', prefix.length);
  }
}

// Reads the prefix at the front and moves behind it.
Prefix take_prefix(Slice& in, std::uint8_t encoding, std::uint8_t length, std::uint32_t omitted,
                   const Defaults& defaults) {
  Prefix prefix{.encoding = encoding, .length = length, .bytes = {}};
  if (encoding == kAny) return prefix;
  if (encoding > kLinkLocal || length > (encoding == kIpv4 ? 32 : 128)) throw Invalid{};
  const std::uint32_t size = (length + 7U) / 8;
  std::uint32_t given_from = omitted;
  if (encoding == kLinkLocal) {
    if (omitted != 0) throw Invalid{};
    prefix.bytes = {0xfe, 0x80};
    given_from = 8;
  } else if (encoding == kIpv4) {
    if (omitted > 4) throw Invalid{};
    std::copy_n(defaults.ipv4.begin(), omitted, prefix.bytes.begin());
  } else {
    if (omitted > 16) throw Invalid{};
    std::copy_n(defaults.ipv6.begin(), omitted, prefix.bytes.begin());
  }
  if (size <= given_from) return prefix;
  const std::uint32_t given = size - given_from;
  claim(in, given);
  std::copy_n(in.at(0, given), given, prefix.bytes.begin() + given_from);
  if (length % 8 != 0)
    prefix.bytes[size - 1] = static_cast<std::uint8_t>(prefix.bytes[size - 1] & 0xff00 >> length % 8);
  in.advance(given);
  return prefix;
}

void put_interval(Printer& p, std::uint16_t centiseconds) {
  if (centiseconds == 0) {
    p.put("0.0s (bogus)");
  } else {
    p.put(centiseconds / 100U, '.', Dec{centiseconds % 100U, 2, '0'}, 's');
  }
}

void put_id(Printer& p, Slice id) {
  for (std::uint32_t i = 0; i < 8; ++i) p.put(i == 0 ? "" : ":", Hex{id.u8(i), 2});
}

void put_timestamp(Printer& p, std::uint32_t microseconds) { p.put(Fixed{microseconds / 1000000.0, 6}, 's'); }

void print_sub_value(Printer& p, std::uint8_t type, std::uint8_t outer, Slice value) {
  if (type == kSubDiversity) {
    p.put(" sub-diversity");
    if (value.length() == 0) p.put(" empty");
    for (std::uint32_t i = 0; i < value.length(); ++i) p.put(i == 0 ? ' ' : '-', value.u8(i));
  } else if (type == kSubTimestamp && outer == kHello) {
    if (value.length() < 4) return p.invalid();
    p.put(" sub-timestamp ");
    put_timestamp(p, value.b32());
  } else if (type == kSubTimestamp && outer == kIhu) {
    if (value.length() < 8) return p.invalid();
    p.put(" sub-timestamp ");
    put_timestamp(p, value.b32());
    p.put('|');
    put_timestamp(p, value.b32(4));
  } else if (type == kSubTimestamp) {
    p.invalid();
  } else {
    p.put(" sub-unknown-0x", Hex{type, 2});
  }
}

void print_subs(Printer& p, std::uint8_t outer, Slice in) {
  while (in.length() > 0) {
    const std::uint8_t type = in.u8();
    if (type == kSubPad1) {
      p.put(" sub-pad1");
      in.advance(1);
      continue;
    }
    if (in.length() < 2) return p.invalid();
    const std::uint32_t length = in.u8(1);
    in.advance(2);
    if (length > in.length()) return p.invalid();
    if (type == kSubPadN) {
      p.put(" sub-padn");
    } else {
      print_sub_value(p, type, outer, in.with_length(length));
    }
    in.advance(length);
  }
}

void print_address(Printer& p, std::uint8_t encoding, Slice& in) {
  if (encoding == kIpv4) {
    claim(in, 4);
    p.put(Ip4{in.at(0, 4)});
    in.advance(4);
  } else if (encoding == kIpv6) {
    claim(in, 16);
    p.put(Ip6{in.at(0, 16)});
    in.advance(16);
  } else {
    claim(in, 8);
    std::array<std::uint8_t, 16> address{0xfe, 0x80};
    std::copy_n(in.at(0, 8), 8, address.begin() + 8);
    append_ipv6(p.out, address.data());
    in.advance(8);
  }
}

void print_hello(Printer& p, Slice in) {
  claim(in, 6);
  const std::uint16_t interval = in.b16(4);
  if ((in.b16() & 0x8000) != 0) p.put("(Unicast) ");
  p.put("seqno ", in.b16(2), ' ');
  if (interval != 0) {
    p.put("interval ");
    put_interval(p, interval);
  } else {
    p.put("unscheduled");
  }
  print_subs(p, kHello, in.after(6));
}

void print_ihu(Printer& p, Slice in) {
  claim(in, 6);
  const std::uint8_t encoding = in.u8();
  const std::uint16_t cost = in.b16(2);
  const std::uint16_t interval = in.b16(4);
  in.advance(6);
  if (encoding > kLinkLocal) return p.truncated();
  if (encoding == kAny) {
    p.put("any");
  } else {
    print_address(p, encoding, in);
  }
  p.put(" rxcost ", cost, " interval ");
  put_interval(p, interval);
  print_subs(p, kIhu, in);
}

void print_next_hop(Printer& p, Slice in) {
  claim(in, 2);
  const std::uint8_t encoding = in.u8();
  in.advance(2);
  if (encoding == kAny || encoding > kLinkLocal) throw Invalid{};
  p.put(' ');
  print_address(p, encoding, in);
  print_subs(p, kNextHop, in);
}

void put_metric(Printer& p, std::uint16_t metric, std::uint16_t sequence, std::uint16_t interval) {
  p.put(" metric ", metric, " seqno ", sequence, " interval ");
  put_interval(p, interval);
}

void print_update(Printer& p, Slice in, Defaults& defaults) {
  claim(in, 10);
  const Slice head = in;
  const std::uint8_t flags = head.u8(1);
  in.advance(10);
  const Prefix prefix = take_prefix(in, head.u8(), head.u8(2), head.u8(3), defaults);
  put_update_flags(p, flags);
  p.put(' ');
  put_prefix(p, prefix);
  put_metric(p, head.b16(8), head.b16(6), head.b16(4));
  if ((flags & kPrefixFlag) != 0) {
    if (prefix.encoding == kIpv4) std::copy_n(prefix.bytes.begin(), 4, defaults.ipv4.begin());
    if (prefix.encoding == kIpv6) defaults.ipv6 = prefix.bytes;
  }
  print_subs(p, kUpdate, in);
}

void print_route_request(Printer& p, Slice in) {
  claim(in, 2);
  const Slice head = in;
  in.advance(2);
  const Prefix prefix = take_prefix(in, head.u8(), head.u8(1), 0, {});
  p.put("for ");
  put_prefix(p, prefix);
  print_subs(p, kRouteRequest, in);
}

void print_seqno_request(Printer& p, Slice in) {
  claim(in, 14);
  const Slice head = in;
  in.advance(14);
  const Prefix prefix = take_prefix(in, head.u8(), head.u8(1), 0, {});
  p.put('(', head.u8(4), " hops) for ");
  put_prefix(p, prefix);
  p.put(" seqno ", head.b16(2), " id ");
  put_id(p, head.after(6));
  print_subs(p, kSeqnoRequest, in);
}

void print_source_update(Printer& p, Slice in, const Defaults& defaults) {
  claim(in, 10);
  const Slice head = in;
  in.advance(10);
  const Prefix prefix = take_prefix(in, head.u8(), head.u8(2), head.u8(3), defaults);
  const Prefix source = take_prefix(in, head.u8(), head.u8(1), 0, {});
  p.put(' ');
  put_prefix(p, prefix);
  p.put(" from ");
  put_prefix(p, source);
  put_metric(p, head.b16(8), head.b16(6), head.b16(4));
  print_subs(p, kSourceUpdate, in);
}

void put_pair(Printer& p, const Prefix& prefix, const Prefix& source) {
  p.put("for (");
  put_prefix(p, prefix);
  p.put(", ");
  put_prefix(p, source);
  p.put(')');
}

void print_source_request(Printer& p, Slice in) {
  claim(in, 3);
  const Slice head = in;
  in.advance(3);
  const Prefix prefix = take_prefix(in, head.u8(), head.u8(1), 0, {});
  const Prefix source = take_prefix(in, head.u8(), head.u8(2), 0, {});
  put_pair(p, prefix, source);
  print_subs(p, kSourceRequest, in);
}

void print_source_seqno_request(Printer& p, Slice in) {
  claim(in, 14);
  const Slice head = in;
  in.advance(14);
  const Prefix prefix = take_prefix(in, head.u8(), head.u8(1), 0, {});
  const Prefix source = take_prefix(in, head.u8(), head.u8(5), 0, {});
  p.put('(', head.u8(4), " hops) ");
  put_pair(p, prefix, source);
  p.put(" seqno ", head.b16(2), " id ");
  put_id(p, head.after(6));
}

void print_ack_request(Printer& p, Slice in) {
  claim(in, 6);
  p.put(Hex{in.b16(2), 4}, ' ');
  put_interval(p, in.b16(4));
  print_subs(p, kAckRequest, in.after(6));
}

void print_router_id(Printer& p, Slice in) {
  claim(in, 10);
  p.put(' ');
  put_id(p, in.after(2));
  print_subs(p, kRouterId, in.after(10));
}

void print_timestamp_counter(Printer& p, Slice in) {
  claim(in, 6);
  p.put("timestamp ", in.b32(2), " packetcounter ", in.b16());
  print_subs(p, kTimestampCounter, in.after(6));
}

void print_hmac(Printer& p, Slice in) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  claim(in, 18);
  p.put("key-id ", in.b16(), " digest-", in.length() - 2, ' ');
  for (std::uint32_t i = 2; i < in.length(); ++i) p.put(kDigits[in.u8(i) >> 4], kDigits[in.u8(i) & 0xf]);
}

}  // namespace

void put_update_flags(Printer& p, std::uint8_t flags) {
  p.put((flags & kPrefixFlag) != 0 ? "/prefix" : "", (flags & kIdFlag) != 0 ? "/id" : "",
        (flags & 0x3f) != 0 ? "/unknown" : "");
}

void print_body(Printer& p, std::uint8_t type, Slice in, Defaults& defaults) {
  switch (type) {
    case kPadN:
      p.put(in.length() + 2);
      return;
    case kAckRequest:
      return print_ack_request(p, in);
    case kAck:
      claim(in, 2);
      p.put(Hex{in.b16(), 4});
      return;
    case kHello:
      return print_hello(p, in);
    case kIhu:
      return print_ihu(p, in);
    case kRouterId:
      return print_router_id(p, in);
    case kNextHop:
      return print_next_hop(p, in);
    case kUpdate:
      return print_update(p, in, defaults);
    case kRouteRequest:
      return print_route_request(p, in);
    case kSeqnoRequest:
      return print_seqno_request(p, in);
    case kTimestampCounter:
      return print_timestamp_counter(p, in);
    case kHmac:
      return print_hmac(p, in);
    case kSourceUpdate:
      return print_source_update(p, in, defaults);
    case kSourceRequest:
      return print_source_request(p, in);
    case kSourceSeqnoRequest:
      return print_source_seqno_request(p, in);
    default:
      return;
  }
}

}  // namespace nd::capture::babel
