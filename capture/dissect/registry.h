// Which dissector answers to which number: the only place that knows them all. A new protocol is its file, one line in
// dissectors.h, and one row in registry.cpp.
#pragma once

#include <cstdint>

#include "capture/dissect/context.h"
#include "capture/dissect/dissector.h"
#include "capture/dissect/token.h"

namespace nd::capture {

// Each gives null where no dissector answers. Numbers are in host order.
const Dissector* by_link_type(int dlt);  // a DLT_ value of libpcap
const Dissector* by_ethertype(std::uint16_t type);
const Dissector* by_ip_protocol(std::uint8_t protocol);
// Of two ports the one whose row stands first decides, as in the peer.
const Dissector* by_tcp_ports(std::uint16_t source, std::uint16_t destination);
const Dissector* by_udp_ports(std::uint16_t source, std::uint16_t destination);
// -T: the dissector to use over UDP or TCP whatever the ports, or null.
const Dissector* by_udp_packet_type(PacketType type);
const Dissector* by_tcp_packet_type(PacketType type);

extern const Tokens kEtherTypes;   // "IPv4", "ARP" …
extern const Tokens kIpProtocols;  // "TCP", "ICMPv6" …

}  // namespace nd::capture
