// The messages by which the owner of an address is asked for and answers: ARP (RFC 826, for Ethernet and IPv4) and
// neighbour discovery (RFC 4861 4.3, 4.4). Pure: bytes in, bytes out.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "common/base/byte_reader.h"
#include "common/model/address.h"

namespace nd::ping {

// From the hardware type on, without a link header.
std::array<std::uint8_t, 28> arp_request(const Mac& own, const IpAddress& source, const IpAddress& target);
// The MAC by which `answer` says that `target` can be reached; nullopt: it says something else.
std::optional<Mac> read_arp_reply(Bytes answer, const IpAddress& target);

// From the ICMPv6 type on, its checksum left to the kernel.
std::array<std::uint8_t, 32> neighbour_solicitation(const Mac& own, const IpAddress& target);
std::optional<Mac> read_neighbour_advertisement(Bytes answer, const IpAddress& target);
// The group that every owner of `target` listens to (RFC 4291 2.7.1).
IpAddress solicited_node_group(const IpAddress& target);

}  // namespace nd::ping
