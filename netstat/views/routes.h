// What the two forms of the route report share: where the rows come from, their flags, and which families are asked
// for.
#pragma once

#include <string>
#include <vector>

#include "common/model/net_tables.h"
#include "netstat/report.h"

namespace nd::netstat {

Result<std::vector<RouteRow>> read_routes(const Report& report);
Result<std::vector<Route6Row>> read_routes6(const Report& report);

bool is_network_address(const RouteRow& row);
// "UG", "!H" …, netstat's letters.
std::string route_flags(const RouteRow& row);
std::string route6_flags(const Route6Row& row);

// Runs the one for each family that was named, in that order, IPv4 when none was; other families have no routes.
using PrintRoutes = Result<int> (*)(Report& report);
Result<int> for_each_route_family(Report& report, PrintRoutes ipv4, PrintRoutes ipv6);

Result<int> routes_as_json(Report& report);
Result<int> routes6_as_json(Report& report);

}  // namespace nd::netstat
