// Routes by columns, IPv4 and IPv6 under the same ones, and the choice of families that all forms share.
#include <bit>

#include "netstat/report_columns.h"
#include "netstat/views/routes.h"

namespace nd::netstat {
namespace {

// One row of either family.
struct AnyRoute {
  IpAddress destination;
  std::uint8_t prefix;
  IpAddress gateway;  // empty: on-link, or none at all
  std::string flags;
  std::uint32_t metric;
  std::uint64_t references;
  std::uint64_t use;
  std::uint32_t mss;
  std::uint32_t window;
  std::uint32_t irtt;
  std::string interface;  // empty: the route leads nowhere
};

Cell gateway_cell(const AnyRoute& route) { return route.gateway ? Cell{route.gateway} : Cell{}; }

using RouteColumn = Column<AnyRoute>;
constexpr RouteColumn kRouteColumns[] = {
    {"family", "Family", Align::kLeft,
     [](const AnyRoute& r) { return Cell{std::string(r.destination.is_v6() ? "ipv6" : "ipv4")}; }, "ipv4 or ipv6"},
    {"destination", "Destination", Align::kLeft, [](const AnyRoute& r) { return Cell{r.destination}; },
     "The network or host it leads to"},
    {"prefix_length", "Prefix", Align::kRight, [](const AnyRoute& r) { return Cell{std::uint64_t{r.prefix}}; },
     "How many bits of the destination count"},
    {"gateway", "Gateway", Align::kLeft, gateway_cell, "The next hop; nothing where the destination is on the link"},
    {"flags", "Flags", Align::kLeft, [](const AnyRoute& r) { return Cell{r.flags}; }, "netstat's letters"},
    {"metric", "Metric", Align::kRight, [](const AnyRoute& r) { return Cell{std::uint64_t{r.metric}}; },
     "The lower wins"},
    {"references", "Ref", Align::kRight, [](const AnyRoute& r) { return Cell{r.references}; },
     "References the kernel holds"},
    {"use", "Use", Align::kRight, [](const AnyRoute& r) { return Cell{r.use}; }, "Look-ups"},
    {"mss", "MSS", Align::kRight, [](const AnyRoute& r) { return Cell{std::uint64_t{r.mss}}; },
     "Maximum segment size for TCP, 0 for none"},
    {"window", "Window", Align::kRight, [](const AnyRoute& r) { return Cell{std::uint64_t{r.window}}; },
     "TCP's window, 0 for none"},
    {"irtt", "irtt", Align::kRight, [](const AnyRoute& r) { return Cell{std::uint64_t{r.irtt}}; },
     "TCP's first round-trip time"},
    {"interface", "Iface", Align::kLeft,
     [](const AnyRoute& r) { return r.interface.empty() ? Cell{} : Cell{r.interface}; }, "The device it goes out by"},
};
constexpr std::span<const RouteColumn> kColumns(kRouteColumns);

std::uint8_t prefix_of(const IpAddress& mask) {
  int bits = 0;
  for (const std::uint8_t byte : mask.bytes()) bits += std::popcount(byte);
  return static_cast<std::uint8_t>(bits);
}

IpAddress if_set(const IpAddress& address) { return address.is_unspecified() ? IpAddress{} : address; }

// From round to round a route is known by what `ip route` tells it by; the look-ups it counts say nothing.
std::string key_of(const AnyRoute& route) {
  TextBuffer key(128);
  append_address(key, route.destination);
  key.put('/').dec(route.prefix).put(' ');
  if (route.gateway) append_address(key, route.gateway);
  key.put(' ').dec(route.metric).put(' ').put(route.flags).put(' ').put(route.interface);
  return std::string(key.view());
}

AnyRoute to_any(const RouteRow& row) {
  return {row.destination,
          prefix_of(row.mask),
          if_set(row.gateway),
          route_flags(row),
          row.metric,
          static_cast<std::uint64_t>(std::max(row.ref_count, 0)),
          row.use,
          row.mss,
          row.window,
          row.irtt,
          row.interface == "*" ? "" : row.interface};
}

AnyRoute to_any(const Route6Row& row) {
  return {
      row.destination, row.prefix, if_set(row.next_hop), route6_flags(row), row.metric, row.ref_count, row.use, 0, 0, 0,
      row.interface};
}

// Appends the routes of one family.
template <typename Row>
PrintRoutes gather(std::vector<AnyRoute>& routes, Result<std::vector<Row>> (*read)(const Report&)) {
  return [&routes, read](Report& report) -> Result<int> {
    const auto rows = read(report);
    if (!rows) return tl::unexpected(rows.error());
    for (const Row& row : *rows) routes.push_back(to_any(row));
    return 0;
  };
}

void print_json_lines(Report& report, const std::vector<AnyRoute>& routes) {
  const auto columns = choose_columns(kColumns, report.options);
  JsonWriter json(report.out.text());
  for (const AnyRoute& route : routes) {
    const std::size_t start = report.out.text().size();
    json_line(json, "route", columns, route);
    report.end_row(start, key_of(route));
  }
}

void print_table(Report& report, const std::vector<AnyRoute>& routes) {
  ColumnTable<AnyRoute> table(choose_columns(kColumns, report.options));
  for (const AnyRoute& route : routes) table.add(route);
  report.put_table(table);
}

}  // namespace

Result<int> list_routes(Report& report) {
  std::vector<AnyRoute> routes;
  const auto status = for_each_route_family(report, gather(routes, read_routes), gather(routes, read_routes6));
  sort_rows(routes, kColumns, report.options, std::identity());
  report.options.json ? print_json_lines(report, routes) : print_table(report, routes);
  return status;
}

ColumnNames route_column_names() { return names_of(kColumns); }

void sort_routes(std::vector<RouteRow>& rows, const Options& options) {
  sort_rows(rows, kColumns, options, [](const RouteRow& row) { return to_any(row); });
}

void sort_routes(std::vector<Route6Row>& rows, const Options& options) {
  sort_rows(rows, kColumns, options, [](const Route6Row& row) { return to_any(row); });
}

namespace {

// Families with routes of their own, which no kernel met here has; netstat says so on standard output for some.
int refuse_family(Report& report, const std::string& family) {
  constexpr std::pair<std::string_view, std::string_view> kToOutput[] = {
      {"ipx", "IPX routing not in file /proc/net/ipx/route or /proc/net/ipx_route found.\n"},
      {"ax25", "AX.25 not configured in this system.\n"},
      {"x25", "X.25 not configured in this system.\n"},
      {"netrom", "NET/ROM not configured in this system.\n"},
  };
  for (const auto& [name, text] : kToOutput) {
    if (name != family) continue;
    if (!report.options.json) report.out.text().put(text);
    return 1;
  }
  if (family == "ddp" || family == "rose") {
    complain(kTool, family == "ddp" ? "DDP (AppleTalk) not configured on this system."
                                    : "ROSE not configured in this system.");
    return 1;
  }
  complain(kTool, "No routing for address family `" + family + "'.");
  return 3;
}

}  // namespace

Result<int> for_each_route_family(Report& report, const PrintRoutes& ipv4, const PrintRoutes& ipv6) {
  std::vector<std::string> families = report.options.families;
  if (families.empty()) families.emplace_back("inet");
  for (const std::string& family : families) {
    if (family != "inet" && family != "inet6") return refuse_family(report, family);
    const auto status = family == "inet6" ? ipv6(report) : ipv4(report);
    if (!status || *status != 0) return status;
  }
  return 0;
}

}  // namespace nd::netstat
