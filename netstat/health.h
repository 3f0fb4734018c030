// What is wrong with the network of this machine, in words and with the figure that says so. Pure: from what the
// kernel's files and tables told to findings; nothing wrong, no findings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/model/net_tables.h"
#include "netstat/socket_columns.h"

namespace nd::netstat {

struct HealthInput {
  std::vector<CounterGroup> counters;                    // /proc/net/snmp and netstat
  std::vector<std::vector<std::uint32_t>> softnet;       // a row a CPU
  ListedSockets sockets;                                 // all of TCP and UDP, with owners and backlog limits
  std::uint64_t conntrack_count = 0, conntrack_max = 0;  // 0: no connection tracking
  std::uint16_t first_port = 32768, last_port = 60999;   // ip_local_port_range
};

struct Finding {
  std::string_view check;  // "listen_overflow" …
  std::string text;        // a sentence; holds foreign names, to be escaped
  std::string counter;     // the figure it rests on
  std::uint64_t value = 0;
};

std::vector<Finding> diagnose(const HealthInput& input);

}  // namespace nd::netstat
