// What the parts of BGP share. A message is looked at whole: the peer shows one only when all of it was captured.
#pragma once

#include "capture/dissect/printer.h"

namespace nd::capture::bgp {

inline constexpr std::uint32_t kHeaderLength = 19;  // marker, length, type

enum AddressFamily : std::uint16_t { kInet = 1, kInet6 = 2, kNsap = 3, kVpls = 25, kL2vpn = 196 };
enum Safi : std::uint8_t {
  kUnicast = 1,
  kMulticast = 2,
  kUnicastMulticast = 3,
  kLabeled = 4,
  kMulticastVpn = 5,
  kVplsSafi = 65,
  kMdt = 66,
  kVpnUnicast = 128,
  kVpnMulticast = 129,
  kVpnBoth = 130,
  kRouteTarget = 132
};

struct AsNumber {
  std::uint32_t number;
};
void put_as(Printer& p, AsNumber as);  // "65536", with -b "1.0"
// "AFI IPv4 (1), SAFI Unicast (1)"; the two stand `safi_at` bytes apart.
void put_family(Printer& p, Slice in, std::uint32_t safi_at);
void put_route_distinguisher(Printer& p, Slice in);  // 8 bytes

void print_open(Printer& p, Slice message);
void print_update(Printer& p, Slice message);
// A list of path attributes; false where it cannot be followed to its end.
bool print_attributes(Printer& p, Slice attributes);
void print_extended_communities(Printer& p, Slice in);
// The bodies of MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760).
bool print_reach(Printer& p, Slice in);
bool print_unreach(Printer& p, Slice in);

// One prefix, as its bits on the wire: how many bytes it took, or why not.
struct Advance {
  enum class Kind : std::uint8_t { kOk, kIllegal, kShort, kCut };  // kShort: its list ends in it; kCut: the capture
  Kind kind = Kind::kCut;
  std::uint32_t bytes = 0;
};
inline constexpr Advance kCut{Advance::Kind::kCut, 0};
constexpr Advance taken(std::uint32_t bytes) { return {Advance::Kind::kOk, bytes}; }
constexpr std::uint32_t bytes_of(std::uint32_t bits) { return (bits + 7) / 8; }
// "10.0.0.0/8"; prints only what is whole.
Advance put_prefix4(Printer& p, Slice in);
Advance put_prefix6(Printer& p, Slice in);
// A label block, or with BGP auto-discovery only its endpoint.
Advance put_vpls(Printer& p, Slice in);
// Do these bytes make sense only as prefixes with path identifiers (RFC 7911)? What was negotiated is not known.
bool has_path_ids(Slice in, std::uint32_t max_prefix);
// The NLRI of a family at the start of `in`, on its own line. The family must have a decoder.
bool has_nlri_decoder(std::uint16_t family, std::uint8_t safi);
Advance print_nlri(Printer& p, std::uint16_t family, std::uint8_t safi, Slice in, bool path_ids4, bool path_ids6);

}  // namespace nd::capture::bgp
