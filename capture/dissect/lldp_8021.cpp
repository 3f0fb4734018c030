// LLDP's fields of IEEE 802.1: VLANs, congestion, enhanced transmission selection, edge virtual bridging.
#include "capture/dissect/lldp.h"

namespace nd::capture {
namespace {

enum : std::uint8_t {
  kPortVlan = 1,
  kProtocolVlan = 2,
  kVlanName = 3,
  kProtocolIdentity = 4,
  kAggregation = 7,
  kCongestion = 8,
  kEtsConfiguration = 9,
  kEtsRecommendation = 10,
  kFlowControl = 11,
  kApplicationPriority = 12,
  kEvb = 13,
  kCdcp = 14,
};
constexpr Token k8021[] = {
    {0x1, "Port VLAN Id"},
    {0x2, "Port and Protocol VLAN ID"},
    {0x3, "VLAN name"},
    {0x4, "Protocol Identity"},
    {0x7, "Link aggregation"},
    {0x8, "Congestion Notification"},
    {0x9, "ETS Configuration"},
    {0xa, "ETS Recommendation"},
    {0xb, "Priority Flow Control Configuration"},
    {0xc, "Application Priority"},
    {0xd, "EVB"},
    {0xe, "CDCP"},
};
constexpr Token kPpvid[] = {
    {0x2, "supported"},
    {0x4, "enabled"},
};
constexpr Token kEvbModes[] = {
    {0x0, "Not Supported"},
    {0x1, "EVB Bridge"},
    {0x2, "EVB Station"},
    {0x3, "Reserved for future Standardization"},
};

// Eight numbers in columns of three, or eight bits in columns of two.
void put_columns(Printer& p, const std::uint8_t (&values)[8]) {
  for (std::size_t i = 0; i < 8; ++i) {
    const std::size_t start = p.out.size();
    p.put(values[i]);
    const std::size_t written = p.out.size() - start;
    if (written < 3) p.out.fill(3 - written);
    if (i < 7) p.put(' ');
  }
}
void put_bits(Printer& p, std::uint8_t bits) {
  p.put("\n\t     Priority : 0  1  2  3  4  5  6  7\n\t     Value    : ");
  for (unsigned i = 0; i < 8; ++i) p.put(bits >> i & 1, "  ");
}

// Enhanced transmission selection: which priority goes to which class, the classes' shares, and their algorithms.
void print_ets_tables(Printer& p, Slice in) {
  std::uint8_t values[8] = {};
  for (std::size_t i = 0; i < 8; ++i) values[i] = i % 2 == 0 ? in.u8(i / 2) >> 4 : in.u8(i / 2) & 0xf;
  p.put("\n\t    Priority Assignment Table\n\t     Priority : 0   1   2   3   4   5   6   7\n\t     Value    : ");
  put_columns(p, values);
  for (std::size_t i = 0; i < 8; ++i) values[i] = in.u8(4 + i);
  p.put("\n\t    TC Bandwidth Table\n\t     TC%   : 0   1   2   3   4   5   6   7\n\t     Value : ");
  put_columns(p, values);
  for (std::size_t i = 0; i < 8; ++i) values[i] = in.u8(12 + i);
  p.put("\n\t    TSA Assignment Table\n\t     Traffic Class: 0   1   2   3   4   5   6   7\n\t     Value        : ");
  put_columns(p, values);
}

void print_vlan_name(Printer& p, Slice in) {
  if (in.length() < 6) return;
  p.put("\n\t    vlan id (VID): ", in.b16(4));
  if (in.length() < 7) return;
  const std::uint32_t length = in.u8(6);
  if (in.length() < 7 + length) return;
  p.put("\n\t    vlan name: ");
  p.put_string_to_nul(in.after(7).with_length(length));
}

void print_protocol_identity(Printer& p, Slice in) {
  if (in.length() < 5) return;
  const std::uint32_t length = in.u8(4);
  if (in.length() < 5 + length) return;
  p.put("\n\t    protocol identity: ");
  p.put_string_to_nul(in.after(5).with_length(length));
}

void print_congestion(Printer& p, Slice in) {
  if (in.length() < 6) return;
  p.put("\n\t    Pre-Priority CNPV Indicator");
  put_bits(p, in.u8(4));
  p.put("\n\t    Pre-Priority Ready Indicator");
  put_bits(p, in.u8(5));
}

void print_ets(Printer& p, Slice in, bool configuration) {
  if (in.length() < 25) return;
  const std::uint8_t flags = in.u8(4);
  if (configuration) {
    p.put("\n\t    Willing:", flags >> 7, ", CBS:", flags >> 6 & 2, ", RES:", flags >> 3 & 7, ", Max TCs:", flags & 7);
  } else {
    p.put("\n\t    RES: ", flags);
  }
  print_ets_tables(p, in.after(5));
}

void print_flow_control(Printer& p, Slice in) {
  if (in.length() < 6) return;
  const std::uint8_t flags = in.u8(4);
  p.put("\n\t    Willing: ", flags >> 7, ", MBC: ", flags >> 6 & 1, ", RES: ", flags >> 4 & 3,
        ", PFC cap:", flags & 0xf, ' ');
  p.put("\n\t    PFC Enable");
  put_bits(p, in.u8(5));
}

void print_application_priority(Printer& p, Slice in) {
  if (in.length() < 5) return;
  p.put("\n\t    RES: ", in.u8(4));
  Slice rest = in.after(5);
  if (rest.length() == 0 || rest.length() % 3 != 0) return;
  p.put("\n\t    Application Priority Table");
  for (; rest.length() > 0; rest.advance(3)) {
    const std::uint8_t flags = rest.u8();
    p.put("\n\t      Priority: ", flags >> 5, ", RES: ", flags >> 3 & 3, ", Sel: ", flags & 7,
          ", Protocol ID: ", rest.b16(1));
  }
}

void print_evb(Printer& p, Slice in) {
  if (in.length() < 9) return;
  const std::uint8_t bridge = in.u8(4);
  p.put("\n\t    EVB Bridge Status\n\t      RES: ", bridge >> 3, ", BGID: ", bridge >> 2 & 1,
        ", RRCAP: ", bridge >> 1 & 1, ", RRCTR: ", bridge & 1);
  const std::uint8_t station = in.u8(5);
  p.put("\n\t    EVB Station Status\n\t      RES: ", station >> 4, ", SGID: ", station >> 3 & 1,
        ", RRREQ: ", station >> 2 & 1, ",RRSTAT: ", station & 3);
  const std::uint8_t timers = in.u8(6);
  const std::uint32_t mode = in.u8(7);
  const std::uint8_t keep_alive = in.u8(8);
  p.put("\n\t    R: ", timers >> 5, ", RTE: ", timers & 0x1f, ", EVB Mode: ", NameOr{kEvbModes, mode >> 6U, "unknown"},
        " [", mode >> 6, "]\n\t    ROL: ", mode >> 5 & 1, ", RWD: ", mode & 0x1f, ", RES: ", keep_alive >> 6,
        ", ROL: ", keep_alive >> 5 & 1, ", RKA: ", keep_alive & 0x1f);
}

void print_cdcp(Printer& p, Slice in) {
  if (in.length() < 8) return;
  const std::uint8_t flags = in.u8(4);
  p.put("\n\t    Role: ", flags >> 7, ", RES: ", flags >> 4 & 7, ", Scomp: ", flags >> 3 & 1,
        " ChnCap: ", in.b16(6) & 0xfff);
  Slice rest = in.after(8);
  if (rest.length() % 3 != 0) return;
  for (; rest.length() > 0; rest.advance(3)) p.put("\n\t    SCID: ", rest.b24() >> 12, ", SVID: ", rest.b24() & 0xfff);
}

}  // namespace

bool print_lldp_8021(Printer& p, Slice in) {
  if (in.length() < 4) return false;
  const std::uint8_t subtype = in.u8(3);
  put_lldp_subtype(p, k8021, subtype);
  switch (subtype) {
    case kPortVlan:
      if (in.length() >= 6) p.put("\n\t    port vlan id (PVID): ", in.b16(4));
      break;
    case kProtocolVlan:
      if (in.length() < 7) break;
      p.put("\n\t    port and protocol vlan id (PPVID): ", in.b16(5), ", flags [", Bits{kPpvid, in.u8(4), "none"},
            "] (0x", Hex{in.u8(4), 2}, ')');
      break;
    case kVlanName:
      print_vlan_name(p, in);
      break;
    case kProtocolIdentity:
      print_protocol_identity(p, in);
      break;
    case kAggregation:
      return print_lldp_aggregation(p, in);
    case kCongestion:
      print_congestion(p, in);
      break;
    case kEtsConfiguration:
    case kEtsRecommendation:
      print_ets(p, in, subtype == kEtsConfiguration);
      break;
    case kFlowControl:
      print_flow_control(p, in);
      break;
    case kApplicationPriority:
      print_application_priority(p, in);
      break;
    case kEvb:
      print_evb(p, in);
      break;
    case kCdcp:
      print_cdcp(p, in);
      break;
    default:
      return true;
  }
  return false;
}

}  // namespace nd::capture
