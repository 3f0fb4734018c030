// Counters by name. New kernels put new ones in the middle, so nothing here goes by position.
#pragma once

#include <string_view>
#include <vector>

#include "common/model/net_tables.h"

namespace nd {

// /proc/net/snmp and /proc/net/netstat: pairs of lines, "Tcp: RtoMin RtoMax" over "Tcp: 200 120000". A pair whose
// lines disagree in their group or their length loses what has no partner.
std::vector<CounterGroup> parse_counter_pairs(std::string_view text);

// /proc/net/snmp6, /proc/net/sctp/snmp, /proc/net/dev_snmp6/IF: "Name<blanks>value" a line.
CounterGroup parse_counter_list(std::string_view text);

// /proc/net/softnet_stat and /proc/net/stat/*: a row of hexadecimal words a CPU. A heading of names is passed over.
std::vector<std::vector<std::uint32_t>> parse_hex_rows(std::string_view text);

// The group called `name`, null when there is none.
const CounterGroup* find_group(const std::vector<CounterGroup>& groups, std::string_view name);

}  // namespace nd
