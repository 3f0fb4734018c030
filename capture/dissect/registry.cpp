#include "capture/dissect/registry.h"

#include <array>

#include "capture/dissect/context.h"
#include "capture/dissect/dissectors.h"
#include "capture/dissect/dissectors_link.h"
#include "capture/dissect/dissectors_routing.h"
#include "capture/dissect/dissectors_services.h"

namespace nd::capture {
namespace {

struct Row {
  std::uint32_t number;
  const Dissector* dissector;
};
enum class Side : std::uint8_t { kEither, kSource, kDestination };
struct PortRow {
  std::uint16_t port;
  const Dissector* dissector;
  Side side = Side::kEither;
};

// A row is a line, so that two people who add one each do not collide.
// clang-format off
constexpr Row kLinkTypes[] = {
    {0, &kNull},         // NULL
    {1, &kEthernet},     // EN10MB
    {9, &kPppLink},      // PPP
    {12, &kRawIp},       // RAW
    {50, &kPppSerial},   // PPP_SERIAL
    {51, &kPppoeLink},   // PPP_ETHER
    {104, &kCiscoHdlc},  // C_HDLC
    {105, &kIeee80211},  // IEEE802_11
    {108, &kNull},       // LOOP
    {113, &kLinuxSll},   // LINUX_SLL
    {127, &kRadiotap},   // IEEE802_11_RADIO
    {166, &kPppLink},    // PPP_PPPD
    {228, &kRawIp},      // IPV4
    {229, &kRawIp},      // IPV6
    {276, &kLinuxSll2},  // LINUX_SLL2
    {281, &kBroadcomTag},
    {282, &kBroadcomTagPrepended},
    {284, &kMarvellDsa},
    {285, &kMarvellEdsa},
};

constexpr Row kEtherTypeRows[] = {
    {0x0800, &kIpv4},
    {0x0806, &kArp},
    {0x8035, &kArp},  // RARP
    {0x86dd, &kIpv6},
    {0x8847, &kMpls},
    {0x8848, &kMpls},
    {0x8863, &kPppoe},
    {0x8864, &kPppoe},
    {0x8808, &kMacControl},
    {0x8809, &kSlow},
    {0x880b, &kPppOverEthernet},
    {0x888e, &kEapol},
    {0x88cc, &kLldp},
    {0x88a2, &kAoe},
    {0x886f, &kMsNlb},
    {0x88e5, &kMacsec},
    {0x88f7, &kPtp},
    {0x894f, &kNsh},
    {0x9000, &kLoopback},
    {0xfefe, &kOsiEthernet},
};

constexpr Row kIpProtocolRows[] = {
    {1, &kIcmp},
    {2, &kIgmp},
    {4, &kIpv4},
    {6, &kTcp},
    {17, &kUdp},
    {41, &kIpv6},
    {47, &kGre},
    {50, &kEsp},
    {51, &kAh},
    {58, &kIcmp6},
    {62, &kMobility},  // its number in early drafts
    {88, &kEigrp},
    {89, &kOspf},
    {103, &kPim},
    {108, &kIpcomp},
    {112, &kVrrp},
    {132, &kSctp},
    {135, &kMobility},
    {143, &kEthernet},
};

// The order is the peer's: it decides between two well-known ports.
constexpr PortRow kTcpPortRows[] = {
    {25, &kSmtp},
    {23, &kTelnet},
    {43, &kWhois},
    {179, &kBgp},
    {6379, &kResp},
    {22, &kSsh},
    {21, &kFtp},
    {80, &kHttp},
    {8080, &kHttp},
    {554, &kRtsp},
    {8554, &kRtsp},
    {53, &kDnsOverTcp},
    {2049, &kNfsOverTcp},
};

constexpr PortRow kUdpPortRows[] = {
    {53, &kDns},
    {5353, &kMulticastDns},
    {69, &kTftp},
    {67, &kBootp},
    {68, &kBootp},
    {520, &kRip},
    {500, &kIsakmp},
    {4500, &kIsakmpNat},
    {161, &kSnmp},
    {162, &kSnmp},
    {123, &kNtp},
    {1701, &kL2tp},
    {521, &kRipng},
    {546, &kDhcp6},
    {547, &kDhcp6},
    {1645, &kRadius},
    {1646, &kRadius},
    {1812, &kRadius},
    {1813, &kRadius},
    {3799, &kRadius},
    {1985, &kHsrp, Side::kDestination},
    {496, &kAutoRp},
    {3784, &kBfd, Side::kDestination},
    {3785, &kBfd, Side::kDestination},
    {4784, &kBfd, Side::kDestination},
    {6784, &kBfd, Side::kDestination},
    {5060, &kSip},
    {514, &kSyslog},
    {4789, &kVxlan},
    {6081, &kGeneve},
    {6696, &kBabel},
    {6697, &kBabel},
    {4790, &kVxlanGpe},
    {319, &kPtp},
    {320, &kPtp},
};
// clang-format on

constexpr struct {
  PacketType type;
  const Dissector* dissector;
} kUdpPacketTypes[] =
    {
        {PacketType::kDomain, &kDns}, {PacketType::kPtp, &kPtp},     {PacketType::kRadius, &kRadius},
        {PacketType::kRtcp, &kRtcp},  {PacketType::kRtp, &kRtp},     {PacketType::kSnmp, &kSnmp},
        {PacketType::kTftp, &kTftp},  {PacketType::kVxlan, &kVxlan},
},
  kTcpPacketTypes[] = {
      {PacketType::kDomain, &kDnsOverTcp},
      {PacketType::kResp, &kResp},
};

template <std::size_t kSize>
const Dissector* find(const Row (&rows)[kSize], std::uint32_t number) {
  for (const Row& row : rows) {
    if (row.number == number) return row.dissector;
  }
  return nullptr;
}

// Ports → the ranks of their rows (1-based, 0: none) as source and as destination. Open addressing, made at compile
// time: a packet costs two probes and no start-up.
class PortTable {
 public:
  template <std::size_t kSize>
  constexpr explicit PortTable(const PortRow (&rows)[kSize]) {
    static_assert(kSize < 255);
    for (std::size_t i = 0; i < kSize; ++i) {
      if (rows[i].dissector == nullptr) continue;
      Slot& slot = slots_[find_slot(rows[i].port)];
      slot.port = rows[i].port;
      const auto rank = static_cast<std::uint8_t>(i + 1);
      if (rows[i].side != Side::kDestination && slot.as_source == 0) slot.as_source = rank;
      if (rows[i].side != Side::kSource && slot.as_destination == 0) slot.as_destination = rank;
    }
  }

  constexpr unsigned rank(std::uint16_t source, std::uint16_t destination) const {
    const unsigned a = slots_[find_slot(source)].as_source;
    const unsigned b = slots_[find_slot(destination)].as_destination;
    return a == 0 ? b : b == 0 ? a : a < b ? a : b;
  }

 private:
  struct Slot {
    std::uint16_t port = 0;
    std::uint8_t as_source = 0;
    std::uint8_t as_destination = 0;
    constexpr bool used() const { return as_source != 0 || as_destination != 0; }
  };
  static constexpr std::size_t kSlots = 1024;

  constexpr std::size_t find_slot(std::uint16_t port) const {
    std::size_t i = (port * 40503U >> 4) % kSlots;
    while (slots_[i].used() && slots_[i].port != port) i = (i + 1) % kSlots;
    return i;
  }

  std::array<Slot, kSlots> slots_{};
};

constexpr PortTable kTcpPorts{kTcpPortRows};
constexpr PortTable kUdpPorts{kUdpPortRows};

constexpr std::array<const Dissector*, 256> kByIpProtocol = [] {
  std::array<const Dissector*, 256> table{};
  for (const Row& row : kIpProtocolRows) table[row.number] = row.dissector;
  return table;
}();

constexpr Token kEtherTypeNames[] = {
    {0x0800, "IPv4"},
    {0x8847, "MPLS unicast"},
    {0x8848, "MPLS multicast"},
    {0x86dd, "IPv6"},
    {0x8100, "802.1Q"},
    {0x9100, "802.1Q-9100"},
    {0x88a8, "802.1Q-QinQ"},
    {0x9200, "802.1Q-9200"},
    {0x88e5, "802.1AE MACsec"},
    {0x9100, "VMAN"},
    {0x0200, "PUP"},
    {0x0806, "ARP"},
    {0x8035, "Reverse ARP"},
    {0x0600, "NS"},
    {0x0500, "Sprite"},
    {0x1000, "Trail"},
    {0x6001, "MOP DL"},
    {0x6002, "MOP RC"},
    {0x6003, "DN"},
    {0x6004, "LAT"},
    {0x6007, "SCA"},
    {0x6558, "TEB"},
    {0x8038, "Lanbridge"},
    {0x803c, "DEC DNS"},
    {0x803e, "DEC DTS"},
    {0x805b, "VEXP"},
    {0x805c, "VPROD"},
    {0x809b, "Appletalk"},
    {0x80f3, "Appletalk ARP"},
    {0x8137, "IPX"},
    {0x880b, "PPP"},
    {0x8808, "MPCP"},
    {0x8809, "Slow Protocols"},
    {0x8863, "PPPoE D"},
    {0x8864, "PPPoE S"},
    {0x888e, "EAPOL"},
    {0x8899, "Realtek protocols"},
    {0x886f, "MS NLB heartbeat"},
    {0x8870, "Jumbo"},
    {0x894f, "NSH"},
    {0x9000, "Loopback"},
    {0xfefe, "OSI"},
    {0x00fe, "GRE-OSI"},
    {0xabcd, "CFM (old)"},
    {0x8902, "CFM"},
    {0x893a, "IEEE1905.1"},
    {0x88cc, "LLDP"},
    {0x88ca, "TIPC"},
    {0x0707, "GeoNet (old)"},
    {0x8947, "GeoNet"},
    {0x1111, "CALM FAST"},
    {0x88a2, "AoE"},
    {0x88f7, "PTP"},
    {0xd28b, "Arista Vendor Specific Protocol"},
};

constexpr Token kIpProtocolNames[] = {
    {0, "Options"},
    {1, "ICMP"},
    {2, "IGMP"},
    {4, "IPIP"},
    {6, "TCP"},
    {8, "EGP"},
    {9, "IGRP"},
    {17, "UDP"},
    {33, "DCCP"},
    {41, "IPv6"},
    {43, "Routing"},
    {44, "Fragment"},
    {46, "RSVP"},
    {47, "GRE"},
    {50, "ESP"},
    {51, "AH"},
    {55, "Mobile IP"},
    {58, "ICMPv6"},
    {62, "Mobile IP (old)"},
    {88, "EIGRP"},
    {89, "OSPF"},
    {103, "PIM"},
    {108, "Compressed IP"},
    {112, "VRRP"},
    {113, "PGM"},
    {132, "SCTP"},
    {135, "Mobility"},
    {143, "Ethernet"},
};

}  // namespace

const Tokens kEtherTypes{kEtherTypeNames};
const Tokens kIpProtocols{kIpProtocolNames};

const Dissector* by_link_type(int dlt) { return find(kLinkTypes, static_cast<std::uint32_t>(dlt)); }
const Dissector* by_ethertype(std::uint16_t type) { return find(kEtherTypeRows, type); }
const Dissector* by_ip_protocol(std::uint8_t protocol) { return kByIpProtocol[protocol]; }

const Dissector* by_tcp_ports(std::uint16_t source, std::uint16_t destination) {
  const unsigned rank = kTcpPorts.rank(source, destination);
  return rank == 0 ? nullptr : kTcpPortRows[rank - 1].dissector;
}

const Dissector* by_udp_ports(std::uint16_t source, std::uint16_t destination) {
  const unsigned rank = kUdpPorts.rank(source, destination);
  return rank == 0 ? nullptr : kUdpPortRows[rank - 1].dissector;
}

const Dissector* by_udp_packet_type(PacketType type) {
  for (const auto& row : kUdpPacketTypes) {
    if (row.type == type) return row.dissector;
  }
  return nullptr;
}

const Dissector* by_tcp_packet_type(PacketType type) {
  for (const auto& row : kTcpPacketTypes) {
    if (row.type == type) return row.dissector;
  }
  return nullptr;
}

}  // namespace nd::capture
