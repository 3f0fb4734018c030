// Rows of the smaller tables under /proc/net, as the kernel prints them: what each report of mynetstat is made of and
// what mylsof and myping look things up in. Flags and states are the kernel's numbers.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "common/model/address.h"

namespace nd {

struct PacketSocketRow {  // net/packet/af_packet.c, packet_seq_show()
  std::uint32_t ref_count = 0;
  std::uint16_t type = 0;      // SOCK_RAW …
  std::uint16_t protocol = 0;  // ETH_P_*, host order
  std::int32_t interface = 0;  // 0: all
  bool running = false;
  std::uint32_t rx_memory = 0;
  std::uint32_t uid = 0;
  std::uint64_t inode = 0;
  bool operator==(const PacketSocketRow&) const = default;
};

struct NetlinkSocketRow {  // net/netlink/af_netlink.c, netlink_native_seq_show()
  std::uint64_t kernel_address = 0;
  std::uint32_t protocol = 0;  // NETLINK_ROUTE …
  std::uint32_t port_id = 0;   // often, but not always, the pid of whoever bound it; 0: the kernel
  std::uint32_t groups = 0;    // the first 32 multicast groups
  std::uint32_t rx_memory = 0;
  std::uint32_t tx_memory = 0;
  std::uint32_t drops = 0;
  std::uint64_t inode = 0;
  bool operator==(const NetlinkSocketRow&) const = default;
};

struct RouteRow {         // net/ipv4/fib_trie.c, fib_route_seq_show(): table main, one next hop a row
  std::string interface;  // "*": none (blackhole, unreachable)
  IpAddress destination;
  IpAddress gateway;
  IpAddress mask;
  std::uint32_t flags = 0;  // RTF_*
  std::int32_t ref_count = 0;
  std::uint32_t use = 0;
  std::uint32_t metric = 0;
  std::uint32_t mss = 0;  // advertised MSS + 40, 0: none set
  std::uint32_t window = 0;
  std::uint32_t irtt = 0;
  bool operator==(const RouteRow&) const = default;
};

struct Route6Row {  // net/ipv6/route.c, rt6_info_route(): every table, the local one too
  IpAddress destination;
  std::uint8_t prefix = 0;
  IpAddress source;
  std::uint8_t source_prefix = 0;
  IpAddress next_hop;
  std::uint32_t metric = 0;
  std::uint32_t ref_count = 0;
  std::uint32_t use = 0;
  std::uint32_t flags = 0;  // RTF_*
  std::string interface;
  bool operator==(const Route6Row&) const = default;
};

struct InterfaceCounters {  // net/core/net-procfs.c, dev_seq_printf_stats()
  std::string name;
  std::uint64_t rx_bytes = 0, rx_packets = 0, rx_errors = 0, rx_dropped = 0, rx_fifo = 0, rx_frame = 0,
                rx_compressed = 0, rx_multicast = 0;
  std::uint64_t tx_bytes = 0, tx_packets = 0, tx_errors = 0, tx_dropped = 0, tx_fifo = 0, collisions = 0,
                tx_carrier = 0, tx_compressed = 0;
  bool operator==(const InterfaceCounters&) const = default;
};

struct Counter {
  std::string name;
  std::uint64_t value = 0;
  bool negative = false;  // `value` is the two's complement of a negative number (Tcp's MaxConn is -1)
  bool operator==(const Counter&) const = default;
};

struct CounterGroup {
  std::string name;  // "Tcp", "TcpExt"; empty in files without groups
  std::vector<Counter> counters;
  // The value by name; 0 where this kernel has none.
  std::uint64_t value(std::string_view counter) const {
    for (const Counter& each : counters) {
      if (each.name == counter) return each.value;
    }
    return 0;
  }
  bool operator==(const CounterGroup&) const = default;
};

struct GroupRow {  // a multicast group that an interface listens to
  std::int32_t interface = 0;
  std::string interface_name;
  IpAddress group;
  std::uint32_t users = 0;
  bool operator==(const GroupRow&) const = default;
};

struct InterfaceAddress6 {  // net/ipv6/addrconf.c, if6_seq_show()
  IpAddress address;
  std::int32_t interface = 0;
  std::uint8_t prefix = 0;
  std::uint8_t scope = 0;
  std::uint32_t flags = 0;  // IFA_F_*
  std::string interface_name;
  bool operator==(const InterfaceAddress6&) const = default;
};

}  // namespace nd
