// Interfaces with everything the reports tell of them, joined from /proc/net/dev and rtnetlink and in netstat's order:
// by name, numbers by their value.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/model/net_tables.h"
#include "common/model/network.h"
#include "netstat/report.h"

namespace nd::netstat {

struct ListedInterface {
  std::string name;  // "eth0", or "eth0:1" for an address with a label of its own
  Interface link;    // of the device itself
  InterfaceCounters counters;
  std::vector<InterfaceAddress> addresses;  // IPv4 under this name, then IPv6
  bool is_alias() const { return name.find(':') != std::string::npos; }
  bool is_up() const { return (link.flags & 1U) != 0; }
};

Result<std::vector<ListedInterface>> list_interfaces(const Report& report);

// netstat's order: by the name, then by the number at its end, then by the number of an alias.
bool comes_before(std::string_view a, std::string_view b);

}  // namespace nd::netstat
