// LLDP's fields of IEEE 802.3: speeds, power over Ethernet, aggregation, frame size. And IANA's one (RFC 8520).
#include "capture/dissect/lldp.h"

namespace nd::capture {
namespace {

enum : std::uint8_t { kMacPhy = 1, kPower = 2, kAggregationSubtype = 3, kMaxFrame = 4, kMudUrl = 1 };
constexpr Token kIana[] = {{1, "MUD-URL"}};
constexpr Token k8023[] = {
    {0x1, "MAC/PHY configuration/status"},
    {0x2, "Power via MDI"},
    {0x3, "Link aggregation"},
    {0x4, "Max frame size"},
};
constexpr Token kAutoneg[] = {
    {0x1, "supported"},
    {0x2, "enabled"},
};
constexpr Token kPmd[] = {
    {0x4000, "10BASE-T hdx"},
    {0x2000, "10BASE-T fdx"},
    {0x1000, "100BASE-T4"},
    {0x800, "100BASE-TX hdx"},
    {0x400, "100BASE-TX fdx"},
    {0x200, "100BASE-T2 hdx"},
    {0x100, "100BASE-T2 fdx"},
    {0x80, "Pause for fdx links"},
    {0x40, "Asym PAUSE for fdx"},
    {0x20, "Sym PAUSE for fdx"},
    {0x10, "Asym and Sym PAUSE for fdx"},
    {0x8, "1000BASE-{X LX SX CX} hdx"},
    {0x4, "1000BASE-{X LX SX CX} fdx"},
    {0x2, "1000BASE-T hdx"},
    {0x1, "1000BASE-T fdx"},
};
constexpr Token kMau[] = {
    {0x0, "Unknown"},
    {0x1, "AUI"},
    {0x2, "10BASE_5"},
    {0x3, "FOIRL"},
    {0x4, "10BASE2"},
    {0x5, "10BASET duplex mode unknown"},
    {0x6, "10BASEFP"},
    {0x7, "10BASEFB"},
    {0x8, "10BASEFL duplex mode unknown"},
    {0x9, "10BROAD36"},
    {0xa, "10BASET hdx"},
    {0xb, "10BASET fdx"},
    {0xc, "10BASEFL hdx"},
    {0xd, "10BASEFL fdx"},
    {0xe, "100BASET4"},
    {0xf, "100BASETX hdx"},
    {0x10, "100BASETX fdx"},
    {0x11, "100BASEFX hdx"},
    {0x12, "100BASEFX fdx"},
    {0x13, "100BASET2 hdx"},
    {0x14, "100BASET2 fdx"},
    {0x15, "1000BASEX hdx"},
    {0x16, "1000BASEX fdx"},
    {0x17, "1000BASELX hdx"},
    {0x18, "1000BASELX fdx"},
    {0x19, "1000BASESX hdx"},
    {0x1a, "1000BASESX fdx"},
    {0x1b, "1000BASECX hdx"},
    {0x1c, "1000BASECX fdx"},
    {0x1d, "1000BASET hdx"},
    {0x1e, "1000BASET fdx"},
    {0x1f, "10GBASEX"},
    {0x20, "10GBASELX4"},
    {0x21, "10GBASER"},
    {0x22, "10GBASEER"},
    {0x23, "10GBASELR"},
    {0x24, "10GBASESR"},
    {0x25, "10GBASEW"},
    {0x26, "10GBASEEW"},
    {0x27, "10GBASELW"},
    {0x28, "10GBASESW"},
};
constexpr Token kMdi[] = {
    {0x1, "PSE"},
    {0x2, "supported"},
    {0x4, "enabled"},
    {0x8, "can be controlled"},
};
constexpr Token kPowerPairs[] = {
    {0x1, "signal"},
    {0x2, "spare"},
};
constexpr Token kPowerClasses[] = {
    {0x1, "class0"}, {0x2, "class1"}, {0x3, "class2"}, {0x4, "class3"}, {0x5, "class4"},
};
constexpr Token kAggregation[] = {
    {0x1, "supported"},
    {0x2, "enabled"},
};

}  // namespace

bool print_lldp_aggregation(Printer& p, Slice in) {
  if (in.length() < 9) return false;
  p.put("\n\t    aggregation status [", Bits{kAggregation, in.u8(4), "none"}, "], aggregation port ID ", in.b32(5));
  return false;
}

bool print_lldp_8023(Printer& p, Slice in) {
  if (in.length() < 4) return false;
  const std::uint8_t subtype = in.u8(3);
  put_lldp_subtype(p, k8023, subtype);
  switch (subtype) {
    case kMacPhy:
      if (in.length() < 9) break;
      p.put("\n\t    autonegotiation [", Bits{kAutoneg, in.u8(4), "none"}, "] (0x", Hex{in.u8(4), 2},
            ")\n\t    PMD autoneg capability [", Bits{kPmd, in.b16(5), "unknown"}, "] (0x", Hex{in.b16(5), 4},
            ")\n\t    MAU type ", NameOr{kMau, in.b16(7), "unknown"}, " (0x", Hex{in.b16(7), 4}, ')');
      break;
    case kPower:
      if (in.length() < 7) break;
      p.put("\n\t    MDI power support [", Bits{kMdi, in.u8(4), "none"}, "], power pair ",
            NameOr{kPowerPairs, in.u8(5), "unknown"}, ", power class ", NameOr{kPowerClasses, in.u8(6), "unknown"});
      break;
    case kAggregationSubtype:
      return print_lldp_aggregation(p, in);
    case kMaxFrame:
      if (in.length() >= 6) p.put("\n\t    MTU size ", in.b16(4));
      break;
    default:
      return true;
  }
  return false;
}

bool print_lldp_iana(Printer& p, Slice in) {
  if (in.length() < 8) return false;
  const std::uint8_t subtype = in.u8(3);
  put_lldp_subtype(p, kIana, subtype);
  if (subtype != kMudUrl) return true;
  p.put("\n\t  MUD-URL=");
  p.put_string(in.after(4));
  return false;
}

}  // namespace nd::capture
