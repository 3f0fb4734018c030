// Routes of families other than IPv4 unicast (RFC 4760): MP_REACH_NLRI with its next hops and MP_UNREACH_NLRI.
#include "capture/dissect/address_family.h"
#include "capture/dissect/bgp.h"
#include "capture/dissect/bgp_names.h"
#include "capture/dissect/nsap.h"

namespace nd::capture::bgp {
namespace {

constexpr std::uint32_t kDistinguisher = 8;

bool is_vpn(std::uint8_t safi) { return safi == kVpnUnicast || safi == kVpnMulticast || safi == kVpnBoth; }
bool is_plain(std::uint8_t safi) { return safi == kUnicast || safi == kMulticast || safi == kUnicastMulticast; }

bool has_decoder(std::uint16_t family, std::uint8_t safi) {
  switch (family) {
    case kInet:
      return is_plain(safi) || is_vpn(safi) || safi == kLabeled || safi == kRouteTarget || safi == kMulticastVpn ||
             safi == kMdt;
    case kInet6:
      return is_plain(safi) || is_vpn(safi) || safi == kLabeled;
    case kNsap:
      return is_plain(safi) || is_vpn(safi);
    case kL2vpn:
      return is_vpn(safi);
    case kVpls:
      return safi == kVplsSafi;
    default:
      return false;
  }
}

void put_header(Printer& p, std::uint16_t family, std::uint8_t safi) {
  p.put("\n\t    AFI: ", NameOr{kAddressFamilies, family, "Unknown AFI"}, " (", family, "), ",
        safi > 128 ? "vendor specific " : "", "SAFI: ", NameOr{kSafis, safi, "Unknown SAFI"}, " (", safi, ')');
}

void put_vpn_nsap(Printer& p, Slice in) {
  in.need(0, in.length());
  p.put("RD: ");
  put_route_distinguisher(p, in);
  p.put(", ");
  put_nsap(p, in.take_bytes(kDistinguisher, in.length() - kDistinguisher));
  if (in.b32(kDistinguisher) == 0x47000601) {  // RFC 986: an IPv4 address in OSI's form
    p.put(" = ", Ip4{in.at(kDistinguisher + 4, 4)});
  } else if (in.b24(kDistinguisher) == 0x350000) {  // RFC 1888: an IPv6 address
    p.put(" = ", Ip6{in.at(kDistinguisher + 3, 16)});
  }
}

// Prints the next hop at the start of `in`, which claims all that is left of them; returns its bytes, 0 when too few
// are left.
std::uint32_t print_next_hop(Printer& p, std::uint16_t family, std::uint8_t safi, Slice in) {
  const std::uint32_t left = in.length();
  const bool vpn = is_vpn(safi) && family != kL2vpn;
  if (family == kNsap) {
    if (!vpn) {
      put_nsap(p, in.take_bytes(0, left));
      return left;
    }
    if (left < kDistinguisher + 1) return 0;
    put_vpn_nsap(p, in);
    return left;
  }
  const std::uint32_t before = vpn ? kDistinguisher : 0;
  const std::uint32_t need = before + (family == kInet6 ? 16 : 4);
  if (left < need) return 0;
  Tentative line(p);
  if (vpn) {
    p.put("RD: ");
    put_route_distinguisher(p, in);
    p.put(", ");
  }
  if (family == kInet6) {
    p.put(Ip6{in.at(before, 16)});
  } else {
    p.put(Ip4{in.at(before, 4)});
  }
  line.keep();
  return need;
}

// Moves `in` behind what it printed.
bool print_next_hops(Printer& p, std::uint16_t family, std::uint8_t safi, Slice& in) {
  const std::uint32_t length = in.u8();
  in.advance(1);
  if (length > 0) {
    if (in.length() < length) return false;
    p.put("\n\t    nexthop: ");
    std::uint32_t left = length;
    while (left > 0) {
      if (left < length) p.put(", ");
      const std::uint32_t used = print_next_hop(p, family, safi, in.with_length(left));
      if (used == 0) {
        p.put("invalid len");
        in.advance(left);
        break;
      }
      in.advance(used);
      left -= used;
    }
  }
  p.put(", nh-length: ", length);
  return true;
}

// Points of attachment, which RFC 4760 made a reserved byte.
bool print_attachments(Printer& p, Slice& in) {
  if (in.length() < 1) return false;
  std::uint32_t count = in.u8();
  in.advance(1);
  if (count == 0) {
    p.put(", no SNPA");
    return true;
  }
  p.put("\n\t    ", count, " SNPA");
  for (; count > 0; --count) {
    if (in.length() < 1) return false;
    const std::uint32_t bytes = in.u8();
    p.put("\n\t      ", bytes, " bytes");
    if (in.length() < 1 + bytes) return false;
    in.advance(1 + bytes);
  }
  return true;
}

// False where the capture ends in one. The peer lets each route claim as much as the attribute, `claim`.
bool print_routes(Printer& p, std::uint16_t family, std::uint8_t safi, Slice in, std::uint32_t claim) {
  const bool path_ids4 = has_path_ids(in, 32);
  const bool path_ids6 = has_path_ids(in, 128);
  while (in.length() > 0) {
    const Advance nlri = print_nlri(p, family, safi, in.with_length(claim), path_ids4, path_ids6);
    if (nlri.kind == Advance::Kind::kCut) return false;
    if (nlri.kind != Advance::Kind::kOk || nlri.bytes == 0) return true;
    in.advance(nlri.bytes);
  }
  return true;
}

void put_no_decoder(Printer& p, std::uint16_t family, std::uint8_t safi, Slice attribute) {
  p.put("\n\t    no AFI ", family, " / SAFI ", safi, " decoder");
  if (p.verbose() <= 1) p.unknown_data("\n\t    ", attribute);
}

}  // namespace

bool print_reach(Printer& p, Slice in) {
  if (in.length() < 3 || !in.has(3)) return false;
  const std::uint32_t claim = in.length();
  const std::uint16_t family = in.b16();
  const std::uint8_t safi = in.u8(2);
  put_header(p, family, safi);
  if (!has_decoder(family, safi)) {
    put_no_decoder(p, family, safi, in);
    return true;
  }
  in.advance(3);
  if (in.length() < 1 || !in.has(1)) return false;
  if (!print_next_hops(p, family, safi, in)) return false;
  if (!print_attachments(p, in)) return false;
  return print_routes(p, family, safi, in, claim);
}

bool print_unreach(Printer& p, Slice in) {
  if (!in.has(3)) return false;
  const std::uint32_t claim = in.length();
  const std::uint16_t family = in.b16();
  const std::uint8_t safi = in.u8(2);
  put_header(p, family, safi);
  if (!has_nlri_decoder(family, safi)) {
    put_no_decoder(p, family, safi, in);
    return true;
  }
  if (in.length() == 3) p.put("\n\t      End-of-Rib Marker (empty NLRI)");
  return print_routes(p, family, safi, in.after(3), claim);
}

}  // namespace nd::capture::bgp
