// The smaller tables under /proc/net that have one row a line. Each parser takes the whole file, passes over the
// heading and over lines that are no rows, and returns the rows in the file's order.
#pragma once

#include <string_view>
#include <vector>

#include "common/model/net_tables.h"

namespace nd {

std::vector<PacketSocketRow> parse_packet_table(std::string_view text);
std::vector<NetlinkSocketRow> parse_netlink_table(std::string_view text);
std::vector<RouteRow> parse_route_table(std::string_view text);
std::vector<Route6Row> parse_route6_table(std::string_view text);
// /proc/net/dev. A name may touch the number behind its colon.
std::vector<InterfaceCounters> parse_interface_table(std::string_view text);
std::vector<GroupRow> parse_igmp_table(std::string_view text);
std::vector<GroupRow> parse_igmp6_table(std::string_view text);
std::vector<InterfaceAddress6> parse_if_inet6_table(std::string_view text);

}  // namespace nd
