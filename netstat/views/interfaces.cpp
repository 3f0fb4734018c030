// netstat -i: one line an interface, with its counters.
#include "netstat/views/interfaces.h"

#include <net/if.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "netstat/report_columns.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

struct Flag {
  std::uint32_t bit;
  char letter;
};
constexpr std::uint32_t kDynamic = 0x8000;
constexpr Flag kLetters[] = {
    {IFF_ALLMULTI, 'A'}, {IFF_BROADCAST, 'B'}, {IFF_DEBUG, 'D'},      {IFF_LOOPBACK, 'L'}, {IFF_MULTICAST, 'M'},
    {kDynamic, 'd'},     {IFF_PROMISC, 'P'},   {IFF_NOTRAILERS, 'N'}, {IFF_NOARP, 'O'},    {IFF_POINTOPOINT, 'P'},
    {IFF_SLAVE, 's'},    {IFF_MASTER, 'm'},    {IFF_RUNNING, 'R'},    {IFF_UP, 'U'},
};

std::string flag_letters(std::uint32_t flags) {
  std::string text;
  for (const Flag& flag : kLetters) {
    if ((flags & flag.bit) != 0) text.push_back(flag.letter);
  }
  return text.empty() ? "[NO FLAGS]" : text;
}

void put_counters(TextBuffer& out, const InterfaceCounters& c) {
  out.dec(c.rx_packets, 8).put(' ').dec(c.rx_errors, 6).put(' ').dec(c.rx_dropped, 6).put(' ');
  out.left(std::to_string(c.rx_fifo), 6).put(' ');
  out.dec(c.tx_packets, 8).put(' ').dec(c.tx_errors, 6).put(' ').dec(c.tx_dropped, 6).put(' ').dec(c.tx_fifo, 6);
  out.put(' ');
}

using InterfaceColumn = Column<ListedInterface>;

template <std::uint64_t InterfaceCounters::*kCounter>
Cell counter_cell(const ListedInterface& listed) {
  return Cell{listed.counters.*kCounter};
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ",").append(word);
  return text;
}

std::string address_list(const std::vector<InterfaceAddress>& addresses) {
  std::string text;
  for (const InterfaceAddress& each : addresses) {
    text.append(text.empty() ? "" : ",").append(to_string(each.address)).append("/" + std::to_string(each.prefix));
  }
  return text;
}

Cell text_or_null(std::string text) { return text.empty() ? Cell{} : Cell{std::move(text)}; }

// JSON has flags and addresses as arrays.
constexpr InterfaceColumn kOwnColumns[] = {
    {"name", "Iface", Align::kLeft, [](const ListedInterface& i) { return Cell{i.name}; }, "The interface"},
    {"index", "Index", Align::kRight, [](const ListedInterface& i) { return Cell{std::int64_t{i.link.index}}; },
     "Its number"},
    {"mtu", "MTU", Align::kRight, [](const ListedInterface& i) { return Cell{std::uint64_t{i.link.mtu}}; },
     "Maximum transmission unit in bytes"},
    {"flags", "Flags", Align::kLeft,
     [](const ListedInterface& i) { return text_or_null(joined(interface_flag_names(i.link.flags))); },
     "UP, BROADCAST and so on"},
    {"mac", "MAC", Align::kLeft, [](const ListedInterface& i) { return i.link.mac ? Cell{*i.link.mac} : Cell{}; },
     "The hardware address"},
    {"tx_queue_length", "Queue", Align::kRight,
     [](const ListedInterface& i) { return Cell{std::uint64_t{i.link.tx_queue_length}}; },
     "Packets that may wait to be sent"},
    {"alias", "Alias", Align::kLeft, [](const ListedInterface& i) { return Cell{i.is_alias()}; },
     "Only a name for addresses of a device"},
    {"addresses", "Addresses", Align::kLeft,
     [](const ListedInterface& i) { return text_or_null(address_list(i.addresses)); }, "With their prefix lengths"},
};

// Every counter: what --json calls it among the columns and among the rates of --watch.
struct NamedCounter {
  InterfaceColumn column;
  std::uint64_t InterfaceCounters::*value;
};

template <std::uint64_t InterfaceCounters::*kCounter>
constexpr NamedCounter counter(std::string_view name, std::string_view title, std::string_view help) {
  return {{name, title, Align::kRight, counter_cell<kCounter>, help}, kCounter};
}

constexpr NamedCounter kCounters[] = {
    counter<&InterfaceCounters::rx_bytes>("rx_bytes", "RX-BYTES", "Bytes received"),
    counter<&InterfaceCounters::rx_packets>("rx_packets", "RX-OK", "Packets received"),
    counter<&InterfaceCounters::rx_errors>("rx_errors", "RX-ERR", "Damaged"),
    counter<&InterfaceCounters::rx_dropped>("rx_dropped", "RX-DRP", "Dropped"),
    counter<&InterfaceCounters::rx_fifo>("rx_overruns", "RX-OVR", "Lost by the device"),
    counter<&InterfaceCounters::rx_frame>("rx_frame", "RX-FRM", "Wrongly framed"),
    counter<&InterfaceCounters::rx_compressed>("rx_compressed", "RX-CMP", "Compressed"),
    counter<&InterfaceCounters::rx_multicast>("multicast", "MCAST", "Multicast packets"),
    counter<&InterfaceCounters::tx_bytes>("tx_bytes", "TX-BYTES", "Bytes sent"),
    counter<&InterfaceCounters::tx_packets>("tx_packets", "TX-OK", "Packets sent"),
    counter<&InterfaceCounters::tx_errors>("tx_errors", "TX-ERR", "Failed"),
    counter<&InterfaceCounters::tx_dropped>("tx_dropped", "TX-DRP", "Dropped"),
    counter<&InterfaceCounters::tx_fifo>("tx_overruns", "TX-OVR", "Lost by the device"),
    counter<&InterfaceCounters::collisions>("collisions", "COLL", "Collisions"),
    counter<&InterfaceCounters::tx_carrier>("carrier", "CARRIER", "Carrier losses"),
    counter<&InterfaceCounters::tx_compressed>("tx_compressed", "TX-CMP", "Compressed"),
};

constexpr auto kInterfaceColumns = [] {
  std::array<InterfaceColumn, std::size(kOwnColumns) + std::size(kCounters)> all{};
  auto end = std::copy(std::begin(kOwnColumns), std::end(kOwnColumns), all.begin());
  for (const NamedCounter& each : kCounters) *end++ = each.column;
  return all;
}();
constexpr std::span<const InterfaceColumn> kColumns(kInterfaceColumns);

// What --watch knows a counter by.
std::string key_of(const ListedInterface& listed, const NamedCounter& counter) {
  return listed.name + " " + std::string(counter.column.id);
}

// Puts rates, rounded up, in place of the counters; false when none of them moved.
bool to_rates(Watch& watch, ListedInterface& listed) {
  bool moved = false;
  for (const NamedCounter& counter : kCounters) {
    std::uint64_t& value = listed.counters.*counter.value;
    const auto rate = watch.rate(key_of(listed, counter), value);
    if (watch.is_first()) continue;
    value = static_cast<std::uint64_t>(std::ceil(rate.value_or(0)));
    moved = moved || value > 0;
  }
  return moved;
}

void print_short(TextBuffer& out, const ListedInterface& listed) {
  out.left(escaped(listed.name), 15).put(' ').dec(listed.link.mtu, 5).put(' ');
  if (listed.is_alias()) {
    out.left("     - no statistics available -", 56);
  } else {
    put_counters(out, listed.counters);
  }
  out.put(flag_letters(listed.link.flags)).put('\n');
}

// Of the counters among `columns`.
bool print_rates(JsonWriter& json, Watch& watch, const std::vector<const InterfaceColumn*>& columns,
                 const ListedInterface& listed) {
  bool moved = false;
  json.begin_object("rates");
  for (const NamedCounter& counter : kCounters) {
    const auto is_it = [&](const InterfaceColumn* column) { return column->id == counter.column.id; };
    if (std::ranges::none_of(columns, is_it)) continue;
    const auto rate = watch.rate(key_of(listed, counter), listed.counters.*counter.value);
    json.field(counter.column.id, rate.value_or(0));
    moved = moved || rate.value_or(0) > 0;
  }
  json.end_object();
  return moved;
}

void print_json_addresses(JsonWriter& json, const ListedInterface& listed) {
  json.begin_array("addresses");
  for (const InterfaceAddress& address : listed.addresses) {
    json.begin_object();
    json.field("address", address.address);
    json.field("prefix_length", address.prefix);
    json.end_object();
  }
  json.end_array();
}

void print_json_flags(JsonWriter& json, const ListedInterface& listed) {
  json.begin_array("flags");
  for (const std::string_view flag : interface_flag_names(listed.link.flags)) json.value(flag);
  json.end_array();
}

// True when there are rates and one of them is not 0.
bool print_json_line(JsonWriter& json, Watch* watch, const std::vector<const InterfaceColumn*>& columns,
                     const ListedInterface& listed) {
  json.begin_line("interface");
  for (const InterfaceColumn* column : columns) {
    if (column->id == "flags") {
      print_json_flags(json, listed);
    } else if (column->id == "addresses") {
      print_json_addresses(json, listed);
    } else {
      json_cell(json, column->id, column->cell(listed));
    }
  }
  const bool moved = watch != nullptr && print_rates(json, *watch, columns, listed);
  json.end_line();
  return moved;
}

bool is_wanted(const Options& options, const Selection&) { return options.interfaces; }

Result<std::vector<ListedInterface>> sorted_interfaces(const Report& report) {
  auto list = list_interfaces(report);
  if (list) sort_rows(*list, kColumns, report.options, std::identity());
  return list;
}

Result<int> print_table(Report& report) {
  auto list = sorted_interfaces(report);
  if (!list) return tl::unexpected(list.error());
  ColumnTable<ListedInterface> table(choose_columns(kColumns, report.options));
  for (ListedInterface& listed : *list) {
    if (report.watch != nullptr) to_rates(*report.watch, listed);
    table.add(listed);
  }
  report.put_table(table);
  return 0;
}

Result<int> print(Report& report) {
  if (!report.options.columns.empty()) return print_table(report);
  TextBuffer& out = report.out.text();
  const bool details = report.options.extend > 0;
  out.put(report.watch != nullptr && !report.watch->is_first() ? "Kernel Interface table, per second\n"
                                                               : "Kernel Interface table\n");
  if (!details) {
    out.put("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n");
  }
  const auto list = sorted_interfaces(report);
  if (!list) return tl::unexpected(list.error());
  for (const ListedInterface& each : *list) {
    ListedInterface listed = each;
    const bool moved = report.watch != nullptr && to_rates(*report.watch, listed);
    const std::size_t start = out.size();
    details ? print_interface_details(out, listed) : print_short(out, listed);
    report.end_row(start, listed.name, moved);
    if (const Status written = report.out.flush_if_full(); !written) return tl::unexpected(written.error());
  }
  return 0;
}

Result<int> print_json(Report& report) {
  const auto list = sorted_interfaces(report);
  if (!list) return tl::unexpected(list.error());
  const auto columns = choose_columns(kColumns, report.options);
  JsonWriter json(report.out.text());
  for (const ListedInterface& listed : *list) {
    const std::size_t start = report.out.text().size();
    const bool moved = print_json_line(json, report.watch, columns, listed);
    report.end_row(start, listed.name, moved);
  }
  return 0;
}

}  // namespace

const View kInterfacesView{"interfaces", is_wanted, print, print_json, [] { return names_of(kColumns); }};

}  // namespace nd::netstat
