// How routes of each family stand on the wire: a length in bits and so many bits of address, with labels (RFC 8277) and
// route distinguishers (RFC 4364) in front where the family has them.
#include "capture/dissect/bgp.h"
#include "capture/dissect/nsap.h"

namespace nd::capture::bgp {
namespace {

constexpr std::uint32_t kLabelBits = 24;
constexpr std::uint32_t kDistinguisherBits = 64;
constexpr std::uint32_t kMaxNsapBits = 152;

constexpr Advance kIllegal{Advance::Kind::kIllegal, 0};
constexpr Advance kShort{Advance::Kind::kShort, 0};

// An address of which only the first bits are on the wire; the others are zero.
template <std::size_t kBytes>
struct Prefix {
  std::uint8_t bytes[kBytes] = {};
  std::uint32_t bits = 0;

  void read(Slice in, std::uint32_t at, std::uint32_t length_bits) {
    bits = length_bits;
    const std::uint32_t count = bytes_of(bits);
    std::copy_n(in.at(at, count), count, bytes);
    if (bits % 8 != 0) bytes[count - 1] = static_cast<std::uint8_t>(bytes[count - 1] & (0xff00U >> (bits % 8)));
  }
};

void put_address(Printer& p, const Prefix<4>& prefix) { p.put(Ip4{prefix.bytes}, '/', prefix.bits); }
void put_address(Printer& p, const Prefix<16>& prefix) { p.put(Ip6{prefix.bytes}, '/', prefix.bits); }
void put_address(Printer& p, const Prefix<19>& prefix) {
  put_nsap(p, {prefix.bytes, bytes_of(prefix.bits)});
  p.put('/', prefix.bits);
}

void put_label(Printer& p, Slice in) {
  p.put(", label:", in.b24() >> 4, (in.u8(2) & 1) != 0 ? " (bottom)" : " (BOGUS: Bottom of Stack NOT set!)");
}

template <std::size_t kBytes>
Advance put_plain(Printer& p, Slice in) {
  if (!in.has(1)) return kCut;
  if (in.length() < 1) return kShort;
  const std::uint32_t bits = in.u8();
  if (bits > kBytes * 8) return kIllegal;
  const std::uint32_t bytes = bytes_of(bits);
  if (!in.has(1, bytes)) return kCut;
  if (in.length() < 1 + bytes) return kShort;
  Prefix<kBytes> prefix;
  prefix.read(in, 1, bits);
  put_address(p, prefix);
  return taken(1 + bytes);
}

template <std::size_t kBytes>
Advance put_labeled(Printer& p, Slice in) {
  if (!in.has(4)) return kCut;
  if (in.length() < 4) return kShort;
  std::uint32_t bits = in.u8();
  if (bits < kLabelBits || bits - kLabelBits > kBytes * 8) return kIllegal;
  bits -= kLabelBits;
  const std::uint32_t bytes = bytes_of(bits);
  if (!in.has(4, bytes)) return kCut;
  if (in.length() < 4 + bytes) return kShort;
  Prefix<kBytes> prefix;
  prefix.read(in, 4, bits);
  put_address(p, prefix);
  put_label(p, in.after(1));
  return taken(4 + bytes);
}

template <std::size_t kBytes>
Advance put_labeled_vpn(Printer& p, Slice in, std::uint32_t max_bits) {
  if (!in.has(1)) return kCut;
  std::uint32_t bits = in.u8();
  if (bits < kLabelBits + kDistinguisherBits || bits - kLabelBits - kDistinguisherBits > max_bits) return kIllegal;
  bits -= kLabelBits + kDistinguisherBits;
  if (!in.has(12, bytes_of(bits))) return kCut;
  Prefix<kBytes> prefix;
  prefix.read(in, 12, bits);
  p.put("RD: ");
  put_route_distinguisher(p, in.after(4));
  p.put(", ");
  put_address(p, prefix);
  put_label(p, in.after(1));
  return taken(12 + bytes_of(bits));
}

Advance put_nsap_prefix(Printer& p, Slice in) {
  const std::uint32_t bits = in.u8();
  if (bits > kMaxNsapBits) return kIllegal;
  Prefix<19> prefix;
  prefix.read(in, 4, bits);  // the peer skips three bytes here, as if there were a label
  put_address(p, prefix);
  return taken(1 + bytes_of(bits));
}

// "(0002 00)": the route target's bytes, in pairs.
void put_target_hex(Printer& p, const std::uint8_t* bytes, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) p.put(Hex{bytes[i], 2}, i % 2 == 1 && i + 1 < count ? " " : "");
}

void put_route_target(Printer& p, const Prefix<8>& target) {
  const Slice in(Bytes{target.bytes, 8});
  const std::uint32_t count = bytes_of(target.bits);
  if (target.bits == 0) {
    p.put("route-target: 0:0/0");
    return;
  }
  if (target.bits < 16) {
    p.put("route-target: partial-type: (");
    put_target_hex(p, target.bytes, count);
    p.put('/', target.bits, ')');
    return;
  }
  switch (in.b16()) {
    case 0x0002:
      p.put("route-target: ", in.b16(2), ':', in.b32(4));
      break;
    case 0x0102:
      p.put("route-target: ", in.u8(2), '.', in.u8(3), '.', in.u8(4), '.', in.u8(5), ':', in.b16(6));
      break;
    case 0x0202:
      p.put("route-target: ");
      put_as(p, {in.b32(2)});
      p.put(':', in.b16(6));
      break;
    default:
      p.put("route target: unknown-type(", Hex{in.b16(), 4}, ") (");
      put_target_hex(p, target.bytes, count);
      p.put('/', target.bits, ')');
      return;
  }
  p.put('/', target.bits, " (");
  put_target_hex(p, target.bytes, count);
  p.put(')');
}

// RFC 4684: who wants routes with which target. Prints its line itself.
Advance print_route_target(Printer& p, Slice in) {
  const std::uint32_t bits = in.u8();
  if (bits == 0) {
    p.put("\n\t      default route target");
    return taken(1);
  }
  if (bits < 32) {
    p.put("\n\t      (illegal prefix length)");
    return kShort;
  }
  const std::uint32_t origin = in.b32(1);
  if (bits - 32 > 64) {
    p.put("\n\t      (illegal prefix length)");
    return kShort;
  }
  Prefix<8> target;
  target.read(in, 5, bits - 32);
  p.put("\n\t      origin AS: ");
  put_as(p, {origin});
  p.put(", ");
  put_route_target(p, target);
  return taken(5 + bytes_of(target.bits));
}

void put_vpn_address(Printer& p, Slice in, std::uint32_t bits) {
  if (bits == 32) {
    if (in.has(4)) p.put(Ip4{in.at(0, 4)});
  } else if (bits == 128) {
    if (in.has(16)) p.put(Ip6{in.at(0, 16)});
  } else {
    p.put("bogus address length ", bits);
  }
}

// A source and a group, each after its length in bits; returns the bytes both took.
std::uint32_t put_source_group(Printer& p, Slice in) {
  const std::uint32_t source = in.u8();
  in.advance(1);
  if (!in.has(source / 8)) return 0;
  if (source > 0) {
    p.put(", Source ");
    put_vpn_address(p, in, source);
    in.advance(source / 8);
  }
  const std::uint32_t group = in.u8();
  in.advance(1);
  if (!in.has(group / 8)) return 1 + source / 8;
  if (group > 0) {
    p.put(", Group ");
    put_vpn_address(p, in, group);
  }
  return 2 + source / 8 + group / 8;
}

void put_source_as(Printer& p, Slice in) {
  p.put(", RD: ");
  put_route_distinguisher(p, in);
  p.put(", Source-AS ");
  put_as(p, {in.b32(8)});
}

constexpr Token kMulticastRoutes[] = {{1, "Intra-AS I-PMSI"},       {2, "Inter-AS I-PMSI"}, {3, "S-PMSI"},
                                      {4, "Intra-AS Segment-Leaf"}, {5, "Source-Active"},   {6, "Shared Tree Join"},
                                      {7, "Source Tree Join"}};

// RFC 6514 section 4.
Advance put_multicast_vpn(Printer& p, Slice in) {
  if (!in.has(2)) return kCut;
  const std::uint8_t route = in.u8();
  const std::uint32_t length = in.u8(1);
  p.put("Route-Type: ", NameOr{kMulticastRoutes, route, "Unknown"}, " (", route, "), length: ", length);
  const Slice body = in.after(2);
  switch (route) {
    case 1:
      if (!body.has(8)) return kCut;
      p.put(", RD: ");
      put_route_distinguisher(p, body);
      p.put(", Originator ");
      put_vpn_address(p, body.after(8), (length - 8) << 3);
      break;
    case 2:
      if (!body.has(12)) return kCut;
      put_source_as(p, body);
      break;
    case 3: {
      if (!body.has(8)) return kCut;
      p.put(", RD: ");
      put_route_distinguisher(p, body);
      const std::uint32_t used = put_source_group(p, body.after(8));
      p.put(", Originator ");
      put_vpn_address(p, body.after(8 + used), (length - used) << 3);
      break;
    }
    case 5:
      if (!body.has(8)) return kCut;
      p.put(", RD: ");
      put_route_distinguisher(p, body);
      put_source_group(p, body.after(8));
      break;
    case 6:
    case 7:
      if (!body.has(12)) return kCut;
      put_source_as(p, body);
      put_source_group(p, body.after(12));
      break;
    default:
      break;
  }
  return taken(2 + length);
}

Advance put_mdt(Printer& p, Slice in) {
  constexpr std::uint32_t kLength = 16;
  if (in.u8() != kLength * 8) return kIllegal;
  if (!in.has(1, kLength)) return kCut;
  p.put("RD: ");
  put_route_distinguisher(p, in.after(1));
  p.put(", VPN IP Address: ", Ip4{in.at(9, 4)}, ", MC Group Address: ", Ip4{in.at(13, 4)});
  return taken(1 + kLength);
}

using Decoder = Advance (*)(Printer&, Slice);

Decoder decoder_of(std::uint16_t family, std::uint8_t safi) {
  const bool vpn = safi == kVpnUnicast || safi == kVpnMulticast || safi == kVpnBoth;
  const bool plain = safi == kUnicast || safi == kMulticast || safi == kUnicastMulticast;
  switch (family) {
    case kInet:
      if (plain) return put_plain<4>;
      if (safi == kLabeled) return put_labeled<4>;
      if (vpn) return [](Printer& p, Slice in) { return put_labeled_vpn<4>(p, in, 32); };
      if (safi == kMulticastVpn) return put_multicast_vpn;
      return safi == kMdt ? put_mdt : nullptr;
    case kInet6:
      if (plain) return put_plain<16>;
      if (safi == kLabeled) return put_labeled<16>;
      if (vpn) return [](Printer& p, Slice in) { return put_labeled_vpn<16>(p, in, 128); };
      return nullptr;
    case kNsap:
      if (plain) return put_nsap_prefix;
      if (vpn) return [](Printer& p, Slice in) { return put_labeled_vpn<19>(p, in, kMaxNsapBits); };
      return nullptr;
    case kVpls:
      return safi == kVplsSafi ? put_vpls : nullptr;
    case kL2vpn:
      return vpn ? put_vpls : nullptr;
    default:
      return nullptr;
  }
}

}  // namespace

Advance put_prefix4(Printer& p, Slice in) { return put_plain<4>(p, in); }
Advance put_prefix6(Printer& p, Slice in) { return put_plain<16>(p, in); }

bool has_nlri_decoder(std::uint16_t family, std::uint8_t safi) {
  return (family == kInet && safi == kRouteTarget) || decoder_of(family, safi) != nullptr;
}

bool has_path_ids(Slice in, std::uint32_t max_prefix) {
  constexpr std::uint32_t kShortest = 5;
  if (in.length() < kShortest) return false;
  std::uint32_t at = 0;
  while (at < in.length()) {  // does it fit with identifiers?
    at += 4;
    if (!in.has(at, 1)) break;
    if (in.u8(at) > max_prefix) return false;
    at += 1 + bytes_of(in.u8(at));
  }
  if (at > in.length()) return false;
  at = 0;
  while (at < in.length()) {  // and does it not without?
    if (!in.has(at, 1)) return false;
    const std::uint32_t bits = in.u8(at);
    if (bits < 1 || bits > max_prefix) return true;
    at += 1 + bytes_of(bits);
  }
  return at > in.length();
}

Advance print_nlri(Printer& p, std::uint16_t family, std::uint8_t safi, Slice in, bool path_ids4, bool path_ids6) {
  if (family == kInet && safi == kRouteTarget) return print_route_target(p, in);
  const Decoder decoder = decoder_of(family, safi);
  if (decoder == nullptr) return kIllegal;
  const bool plain = safi == kUnicast || safi == kMulticast || safi == kUnicastMulticast;
  const bool path_id = plain && ((family == kInet && path_ids4) || (family == kInet6 && path_ids6));
  const std::uint32_t id = path_id ? in.b32() : 0;
  if (path_id) in.advance(4);
  Tentative line(p);
  const std::size_t start = p.out.size();
  p.put("\n\t      ");
  Advance result = decoder(p, in);
  if (result.kind == Advance::Kind::kOk) {
    if (path_id) {
      p.put("   Path Id: ", id);
      result.bytes += 4;
    }
    line.keep();
  } else if (result.kind == Advance::Kind::kIllegal) {
    p.out.truncate(start);
    p.put("\n\t    (illegal prefix length)");
    line.keep();
  }
  return result;
}

}  // namespace nd::capture::bgp
