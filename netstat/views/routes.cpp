// netstat -r: the kernel's routing tables as netstat lays them out, in its three widths. Rows of routes that lead
// nowhere have a dash where the others have a gateway.
#include "netstat/views/routes.h"

#include <net/route.h>

#include "common/names/networks.h"
#include "common/parse/proc_net_tables.h"
#include "common/render/column.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

constexpr std::size_t kNameWidth = 15;

struct Flag {
  std::uint32_t bit;
  char letter;
};
// include/uapi/linux/route.h, ipv6_route.h and what the kernel once used of the same word.
constexpr Flag kIpv4Flags[] = {
    {0x00000002, 'G'}, {0x00000004, 'H'}, {0x00000008, 'R'}, {0x00000010, 'D'}, {0x00000020, 'M'}, {0x00010000, 'd'},
    {0x00020000, 'a'}, {0x00040000, 'c'}, {0x00200000, 'o'}, {0x00400000, 'e'}, {0x01000000, 'c'}, {0x02000000, 'f'},
    {0x04000000, 'p'}, {0x80000000, 'l'}, {0x00000040, 'u'}, {0x00000080, 'w'}, {0x00000100, 'i'}, {0x00000400, 'n'},
};
constexpr Flag kIpv6Flags[] = {
    {0x00000001, 'U'}, {0x00000200, '!'}, {0x00000002, 'G'}, {0x00000004, 'H'}, {0x00010000, 'D'}, {0x00040000, 'A'},
    {0x00020000, 'a'}, {0x00400000, 'e'}, {0x00000020, 'm'}, {0x00200000, 'n'}, {0x02000000, 'f'},
};
constexpr std::uint32_t kRtfCache = 0x01000000;

template <std::size_t N>
void add_letters(std::string& text, std::uint32_t flags, const Flag (&known)[N]) {
  for (const Flag& flag : known) {
    if ((flags & flag.bit) != 0) text.push_back(flag.letter);
  }
}

bool is_reject(const RouteRow& row) { return (row.flags & RTF_REJECT) != 0; }

void put_padded(TextBuffer& out, std::string_view text, std::size_t width) { out.left(text, width).put(' '); }
template <typename T>
void put_number(TextBuffer& out, T number, std::size_t width) {
  put_padded(out, std::to_string(number), width);
}

// A host by its name, a network by /etc/networks, or the number; 15 characters of it.
std::string destination_text(const RouteRow& row, Report& report, Networks& networks) {
  TextBuffer text(64);
  if (report.names.numeric_hosts()) {
    append_address(text, row.destination);
  } else if (row.destination.is_unspecified()) {
    text.put("default");
  } else if (is_network_address(row)) {
    append_escaped(text, networks.name(row.destination));
    if (text.empty()) append_address(text, row.destination);
  } else {
    report.names.append_host(text, row.destination);
  }
  return std::string(text.view().substr(0, kNameWidth));
}

std::string gateway_text(const RouteRow& row, const Report& report) {
  if (is_reject(row)) return "-";
  TextBuffer text(64);
  report.names.append_host(text, row.gateway);
  return std::string(text.view().substr(0, kNameWidth));
}

// Which columns, by the number of -e: netstat goes round in fours from the fourth on, where 0 is what one -e shows.
int route_form(const Options& options) {
  if (options.extend < 4) return options.extend;
  constexpr int kForms[] = {1, 0, 2, 3};
  return kForms[options.extend % 4];
}

class RoutePrinter {
 public:
  RoutePrinter(Report& report, Networks& networks)
      : report_(report), networks_(networks), out_(report.out.text()), extend_(route_form(report.options)) {}

  void heading() {
    out_.put("Kernel IP routing table\n");
    if (extend_ > 2) return;
    out_.put("Destination     Gateway         Genmask         ");
    if (extend_ == 0) out_.put("Flags   MSS Window  irtt Iface\n");
    if (extend_ == 1) out_.put("Flags Metric Ref    Use Iface\n");
    if (extend_ == 2) out_.put("Flags Metric Ref    Use Iface    MSS   Window irtt\n");
  }

  void row(const RouteRow& row) {
    if (extend_ > 2 || (row.flags & RTF_UP) == 0) return;
    put_padded(out_, destination_text(row, report_, networks_), kNameWidth);
    put_padded(out_, gateway_text(row, report_), kNameWidth);
    put_padded(out_, to_string(row.mask), kNameWidth);
    put_padded(out_, route_flags(row), 5);
    if (extend_ == 0) {
      path_metrics_and_interface(row);
    } else {
      metric_and_interface(row);
    }
    out_.put('\n');
  }

 private:
  std::string interface_of(const RouteRow& row) const { return is_reject(row) ? "-" : escaped(row.interface); }

  void path_metrics_and_interface(const RouteRow& row) {
    if (is_reject(row)) {
      out_.put("    - -          - -");
      return;
    }
    out_.dec(row.mss, 5).put(' ');
    put_number(out_, row.window, 5);
    out_.dec(row.irtt, 6).put(' ').put(interface_of(row));
  }

  void metric_and_interface(const RouteRow& row) {
    const std::size_t ref_width = is_reject(row) || extend_ == 1 ? 2 : 3;
    put_number(out_, row.metric, 6);
    put_padded(out_, is_reject(row) ? "-" : std::to_string(row.ref_count), ref_width);
    out_.dec(row.use, is_reject(row) || extend_ == 1 ? 7 : 6).put(' ');
    if (extend_ == 1) {
      out_.put(interface_of(row));
    } else if (is_reject(row)) {
      out_.put("-        -     -      -");
    } else {
      out_.left(interface_of(row).substr(0, 6), 6).put("   ");
      put_number(out_, row.mss, 5);
      put_number(out_, row.window, 6);
      out_.dec(row.irtt);
    }
  }

  Report& report_;
  Networks& networks_;
  TextBuffer& out_;
  int extend_;
};

constexpr std::string_view kCacheHeadings[] = {
    "Source          Destination     Gateway         Flags   MSS Window  irtt Iface\n",
    "Source          Destination     Gateway         Flags Metric Ref    Use Iface\n",
    "Source          Destination     Gateway         Flags Metric Ref    Use Iface    MSS   Window irtt  TOS HHRef "
    "HHUptod     SpecDst\n",
};

// Kernels since 3.6 have no cache: its file holds a heading and no rows.
void print_cache(Report& report) {
  TextBuffer& out = report.out.text();
  out.put("Kernel IP routing cache\n");
  const auto extend = static_cast<std::size_t>(route_form(report.options));
  if (extend < std::size(kCacheHeadings)) out.put(kCacheHeadings[extend]);
}

// A table that is not there is a family that the kernel does not have; any other failure says nothing of that.
Result<int> unreadable(const Error& error, std::string_view missing) {
  if (error.code != ENOENT) return tl::unexpected(error);
  complain(kTool, missing);
  return 1;
}

bool wants_table(const Options& options) { return options.route_fib || !options.route_cache; }

Result<int> print_ipv4(Report& report) {
  if (!wants_table(report.options)) {
    print_cache(report);
    return 0;
  }
  auto rows = read_routes(report);
  if (!rows) return unreadable(rows.error(), "INET (IPv4) not configured in this system.");
  sort_routes(*rows, report.options);
  std::vector<IpAddress> hosts;
  for (const RouteRow& row : *rows) {
    if (!is_network_address(row)) hosts.push_back(row.destination);
    hosts.push_back(row.gateway);
  }
  report.names.look_up_hosts(hosts);
  Networks networks;
  RoutePrinter printer(report, networks);
  printer.heading();
  for (const RouteRow& row : *rows) {
    const std::size_t start = report.out.text().size();
    printer.row(row);
    if (report.out.text().size() > start) report.end_row(start);
  }
  if (report.options.route_cache) print_cache(report);
  return 0;
}

// The kernel's marker for "no route" has the metric ~0, which has always been shown as -1.
std::string metric6_text(std::uint32_t metric) { return metric == 0xffffffffU ? "-1" : std::to_string(metric); }

void print_row6(Report& report, const Route6Row& row) {
  TextBuffer& out = report.out.text();
  std::size_t start = out.size();
  const auto pad = [&](std::size_t width) {
    if (out.size() - start < width) out.fill(width - (out.size() - start));
    out.put(' ');
    start = out.size();
  };
  report.names.append_host(out, row.destination);
  out.put('/').dec(row.prefix);
  pad(30);
  report.names.append_host(out, row.next_hop);
  pad(26);
  put_padded(out, route6_flags(row), 4);
  put_padded(out, metric6_text(row.metric), 3);
  put_number(out, row.ref_count, 1);
  out.dec(row.use, 6).put(' ');
  append_escaped(out, row.interface);
  out.put('\n');
}

Result<int> print_rows6(Report& report, bool cache) {
  auto rows = read_routes6(report);
  if (!rows) return unreadable(rows.error(), "INET6 (IPv6) not configured in this system.");
  sort_routes(*rows, report.options);
  report.out.text()
      .put(cache ? "Kernel IPv6 routing cache\n" : "Kernel IPv6 routing table\n")
      .put("Destination                    Next Hop                   Flag Met Ref  Use If\n");
  std::vector<IpAddress> hosts;
  for (const Route6Row& row : *rows) hosts.insert(hosts.end(), {row.destination, row.next_hop});
  report.names.look_up_hosts(hosts);
  for (const Route6Row& row : *rows) {
    const std::size_t start = report.out.text().size();
    if (((row.flags & kRtfCache) != 0) == cache) {
      print_row6(report, row);
      report.end_row(start);
    }
    if (const Status written = report.out.flush_if_full(); !written) return tl::unexpected(written.error());
  }
  return 0;
}

Result<int> print_ipv6(Report& report) {
  if (wants_table(report.options)) {
    auto status = print_rows6(report, false);
    if (!status || *status != 0) return status;
  }
  return report.options.route_cache ? print_rows6(report, true) : 0;
}

bool is_wanted(const Options& options, const Selection&) { return options.routes; }

Result<int> print(Report& report) {
  if (!report.options.columns.empty()) return list_routes(report);
  return for_each_route_family(report, print_ipv4, print_ipv6);
}

}  // namespace

// The network part of an address with nothing behind it is a network's, other addresses are hosts'.
bool is_network_address(const RouteRow& row) {
  for (std::size_t i = 0; i < 4; ++i) {
    if ((row.destination.bytes()[i] & ~row.mask.bytes()[i]) != 0) return false;
  }
  return true;
}

std::string route_flags(const RouteRow& row) {
  std::string text = is_reject(row) ? "!" : "U";
  const std::uint32_t hidden = is_reject(row) ? RTF_GATEWAY : 0U;
  add_letters(text, row.flags & ~hidden, kIpv4Flags);
  return text;
}

std::string route6_flags(const Route6Row& row) {
  std::string text;
  add_letters(text, row.flags, kIpv6Flags);
  return text;
}

Result<std::vector<RouteRow>> read_routes(const Report& report) {
  const auto text = report.proc.read("net/route");
  if (!text) return tl::unexpected(text.error());
  return parse_route_table(*text);
}

Result<std::vector<Route6Row>> read_routes6(const Report& report) {
  const auto text = report.proc.read("net/ipv6_route");
  if (!text) return tl::unexpected(text.error());
  return parse_route6_table(*text);
}

const View kRoutesView{"routes", is_wanted, print, list_routes, route_column_names};

}  // namespace nd::netstat
