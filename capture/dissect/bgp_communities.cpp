// BGP's extended communities (RFC 4360, 4364, 4577, 4761, 5512, 5668, 6514).
#include <bit>

#include "capture/dissect/address_family.h"
#include "capture/dissect/bgp.h"
#include "capture/dissect/bgp_names.h"

namespace nd::capture::bgp {
namespace {

constexpr std::uint8_t kOspfExternal = 5;
constexpr std::uint8_t kOspfNssa = 7;

// RFC 4577 section 4.2.6.
void put_ospf_route(Printer& p, Slice in) {
  const std::uint8_t route = in.u8(6);
  p.put("area:", Ip4{in.at(2, 4)}, ", router-type:", NamedHex{kOspfRouteTypes, route, "unknown (0x", 2, ")"},
        ", metric-type:", (in.u8(7) & 1) != 0 ? "E2" : "", route == kOspfExternal || route == kOspfNssa ? "E1" : "");
}

void put_value(Printer& p, std::uint16_t type, Slice in) {
  switch (type) {
    case 0x0002:
    case 0x0003:
    case 0x000a:
      p.put(in.b16(2), ':', in.b32(4), " (= ", Ip4{in.at(4, 4)}, ')');
      return;
    case 0x0102:
    case 0x0103:
    case 0xf10a:
    case 0x010b:
      p.put(Ip4{in.at(2, 4)}, ':', in.b16(6));
      return;
    case 0x0202:
    case 0x0203:
      put_as(p, {in.b32(2)});
      p.put(':', in.b16(6));
      return;
    case 0x4004:  // an IEEE float, in bytes per second
      p.put("bandwidth: ", Fixed{std::bit_cast<float>(in.b32(4)) * 8.0F / 1000000.0F, 3}, " Mbps");
      return;
    case 0x0005:
    case 0x0105:
    case 0x0205:
    case 0x8005:
    case 0x0107:
    case 0x8001:
      p.put(Ip4{in.at(2, 4)});
      return;
    case 0x0306:
    case 0x8000:
      return put_ospf_route(p, in);
    case 0x800a:
      p.put(NameOr{kL2vpnEncapsulations, in.u8(2), "unknown encaps"}, " Control Flags [0x", Hex{in.u8(3), 2}, "]:MTU ",
            in.b16(4));
      return;
    case 0x0009:
      p.put("AS ", in.b16(2));
      return;
    case 0x030c:
      p.put("Tunnel type: ", NameOr{kTunnels, in.b16(6), "unknown encaps"});
      return;
    default:
      for (std::uint32_t i = 2; i < 8; ++i) p.put(Hex{in.u8(i), 2});
  }
}

}  // namespace

void print_extended_communities(Printer& p, Slice in) {
  for (; in.length() > 0; in.advance(8)) {
    const std::uint16_t type = in.b16();
    p.put("\n\t    ", NameOr{kExtendedCommunities, type, "unknown extd community typecode"}, " (0x", Hex{type, 4},
          "), Flags [", Bits{kExtendedFlags, type, "none"}, ']');
    in.need(0, 8);
    p.put(": ");
    put_value(p, type, in);
  }
}

}  // namespace nd::capture::bgp
