// Multicast groups that the interfaces listen to, IPv4 first, as netstat -g shows them.
#include "common/parse/proc_net_tables.h"
#include "netstat/report_columns.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

using GroupColumn = Column<GroupRow>;
constexpr GroupColumn kGroupColumns[] = {
    {"interface", "Interface", Align::kLeft, [](const GroupRow& row) { return Cell{row.interface_name}; },
     "The interface"},
    {"interface_index", "Index", Align::kRight, [](const GroupRow& row) { return Cell{std::int64_t{row.interface}}; },
     "Its number"},
    {"group", "Group", Align::kLeft, [](const GroupRow& row) { return Cell{row.group}; }, "The group's address"},
    {"users", "RefCnt", Align::kRight, [](const GroupRow& row) { return Cell{std::uint64_t{row.users}}; },
     "How many asked for it"},
};
constexpr std::span<const GroupColumn> kColumns(kGroupColumns);

// A missing table is an error only where the groups were asked for by name and IPv4 itself is missing.
Result<std::vector<GroupRow>> groups(const Report& report) {
  const Selection chosen = select(report.options);
  std::vector<GroupRow> rows;
  if (chosen.ipv4) {
    const auto text = read_table(report, "net/igmp");
    if (!text) return tl::unexpected(text.error());
    rows = parse_igmp_table(*text);
  }
  if (chosen.ipv6) {
    const auto text = read_table(report, "net/igmp6");
    if (!text) return tl::unexpected(text.error());
    const auto more = parse_igmp6_table(*text);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  sort_rows(rows, kColumns, report.options, std::identity());
  return rows;
}

bool is_wanted(const Options&, const Selection& chosen) { return chosen.groups; }

void print_row(Report& report, const GroupRow& row) {
  TextBuffer& out = report.out.text();
  out.left(escaped(row.interface_name), 15).put(' ').left(std::to_string(row.users), 6).put(' ');
  report.names.append_host(out, row.group);
  out.put('\n');
}

Result<int> print_table(Report& report) {
  const auto rows = groups(report);
  if (!rows) return tl::unexpected(rows.error());
  ColumnTable<GroupRow> table(choose_columns(kColumns, report.options));
  for (const GroupRow& row : *rows) table.add(row);
  report.put_table(table);
  return 0;
}

Result<int> print(Report& report) {
  if (!report.options.columns.empty()) return print_table(report);
  report.out.text().put(
      "IPv6/IPv4 Group Memberships\n"
      "Interface       RefCnt Group\n"
      "--------------- ------ ---------------------\n");
  const auto rows = groups(report);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<IpAddress> addresses;
  for (const GroupRow& row : *rows) addresses.push_back(row.group);
  report.names.look_up_hosts(addresses);
  for (const GroupRow& row : *rows) {
    const std::size_t start = report.out.text().size();
    print_row(report, row);
    report.end_row(start);
  }
  return 0;
}

Result<int> print_json(Report& report) {
  const auto rows = groups(report);
  if (!rows) return tl::unexpected(rows.error());
  const auto columns = choose_columns(kColumns, report.options);
  JsonWriter json(report.out.text());
  for (const GroupRow& row : *rows) {
    const std::size_t start = report.out.text().size();
    json_line(json, "group", columns, row);
    report.end_row(start);
  }
  return 0;
}

}  // namespace

const View kGroupsView{"groups", is_wanted, print, print_json, [] { return names_of(kColumns); }};

}  // namespace nd::netstat
