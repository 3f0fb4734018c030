// What the two forms of the route report share: where the rows come from, their flags, and which families are asked
// for.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/model/net_tables.h"
#include "netstat/report.h"
#include "netstat/views/registry.h"

namespace nd::netstat {

Result<std::vector<RouteRow>> read_routes(const Report& report);
Result<std::vector<Route6Row>> read_routes6(const Report& report);

bool is_network_address(const RouteRow& row);
// "UG", "!H" …, netstat's letters.
std::string route_flags(const RouteRow& row);
std::string route6_flags(const Route6Row& row);

// Runs the one for each family that was named, in that order, IPv4 when none was; other families have no routes.
using PrintRoutes = std::function<Result<int>(Report& report)>;
Result<int> for_each_route_family(Report& report, const PrintRoutes& ipv4, const PrintRoutes& ipv6);

// Both families under the same columns: as JSON Lines, or as a table with --columns.
Result<int> list_routes(Report& report);
ColumnNames route_column_names();
// In the order of --sort.
void sort_routes(std::vector<RouteRow>& rows, const Options& options);
void sort_routes(std::vector<Route6Row>& rows, const Options& options);

}  // namespace nd::netstat
