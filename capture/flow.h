// Who talks to whom in a packet, for summaries: looked up by hand in the headers, because the dissectors print rather
// than tell, and a summary alone shall cost a fraction of a line of text.
#pragma once

#include <array>
#include <cstdint>

#include "capture/packet.h"

namespace nd::capture {

struct Flow {
  std::uint8_t version = 0;      // 4 or 6; 0: no IP, or not enough of it was captured
  std::uint8_t protocol = 0;     // of IP: the transport, behind IPv6's extension headers
  bool has_ports = false;        // not in later fragments
  bool begins = false;           // a TCP connection's first segment …
  bool resets = false;           // … or its abrupt end
  std::uint16_t ether_type = 0;  // 0 where the link type has none
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::array<std::uint8_t, 16> source{};  // IPv4: the first four bytes
  std::array<std::uint8_t, 16> destination{};
};

// `dlt` is libpcap's number of the link type. The outermost IP header decides.
Flow flow_of(int dlt, const Packet& packet);

}  // namespace nd::capture
