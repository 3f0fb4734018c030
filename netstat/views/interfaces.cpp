// netstat -i: one line an interface, with its counters.
#include "netstat/views/interfaces.h"

#include <net/if.h>

#include <cmath>

#include "common/render/column.h"
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

struct NamedCounter {
  const char* name;
  std::uint64_t InterfaceCounters::*value;
};
constexpr NamedCounter kCounters[] = {
    {"rx_bytes", &InterfaceCounters::rx_bytes},           {"rx_packets", &InterfaceCounters::rx_packets},
    {"rx_errors", &InterfaceCounters::rx_errors},         {"rx_dropped", &InterfaceCounters::rx_dropped},
    {"rx_overruns", &InterfaceCounters::rx_fifo},         {"rx_frame", &InterfaceCounters::rx_frame},
    {"rx_compressed", &InterfaceCounters::rx_compressed}, {"multicast", &InterfaceCounters::rx_multicast},
    {"tx_bytes", &InterfaceCounters::tx_bytes},           {"tx_packets", &InterfaceCounters::tx_packets},
    {"tx_errors", &InterfaceCounters::tx_errors},         {"tx_dropped", &InterfaceCounters::tx_dropped},
    {"tx_overruns", &InterfaceCounters::tx_fifo},         {"collisions", &InterfaceCounters::collisions},
    {"carrier", &InterfaceCounters::tx_carrier},          {"tx_compressed", &InterfaceCounters::tx_compressed},
};

// Puts rates, rounded up, in place of the counters; false when none of them moved.
bool to_rates(Watch& watch, ListedInterface& listed) {
  bool moved = false;
  for (const NamedCounter& counter : kCounters) {
    std::uint64_t& value = listed.counters.*counter.value;
    const auto rate = watch.rate(listed.name + " " + counter.name, value);
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

bool print_rates(JsonWriter& json, Watch& watch, const ListedInterface& listed) {
  bool moved = false;
  json.begin_object("rates");
  for (const NamedCounter& counter : kCounters) {
    const auto rate = watch.rate(listed.name + " " + counter.name, listed.counters.*counter.value);
    json.field(counter.name, rate.value_or(0));
    moved = moved || rate.value_or(0) > 0;
  }
  json.end_object();
  return moved;
}

// True when there are rates and one of them is not 0.
bool print_json_line(JsonWriter& json, Watch* watch, const ListedInterface& listed) {
  bool moved = false;
  const InterfaceCounters& c = listed.counters;
  json.begin_line("interface");
  json.foreign_field("name", listed.name);
  json.field("index", listed.link.index);
  json.field("mtu", listed.link.mtu);
  json.begin_array("flags");
  for (const std::string_view flag : interface_flag_names(listed.link.flags)) json.value(flag);
  json.end_array();
  json.key("mac");
  listed.link.mac ? json.value(*listed.link.mac) : json.null();
  json.field("tx_queue_length", listed.link.tx_queue_length);
  json.field("alias", listed.is_alias());
  json.begin_array("addresses");
  for (const InterfaceAddress& address : listed.addresses) {
    json.begin_object();
    json.field("address", address.address);
    json.field("prefix_length", address.prefix);
    json.end_object();
  }
  json.end_array();
  for (const NamedCounter& counter : kCounters) json.field(counter.name, c.*counter.value);
  if (watch != nullptr) moved = print_rates(json, *watch, listed);
  json.end_line();
  return moved;
}

bool is_wanted(const Options& options, const Selection&) { return options.interfaces; }

Result<int> print(Report& report) {
  TextBuffer& out = report.out.text();
  const bool details = report.options.extend > 0;
  out.put(report.watch != nullptr && !report.watch->is_first() ? "Kernel Interface table, per second\n"
                                                               : "Kernel Interface table\n");
  if (!details) {
    out.put("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n");
  }
  const auto list = list_interfaces(report);
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
  const auto list = list_interfaces(report);
  if (!list) return tl::unexpected(list.error());
  JsonWriter json(report.out.text());
  for (const ListedInterface& listed : *list) {
    const std::size_t start = report.out.text().size();
    const bool moved = print_json_line(json, report.watch, listed);
    report.end_row(start, listed.name, moved);
  }
  return 0;
}

}  // namespace

const View kInterfacesView{"interfaces", is_wanted, print, print_json};

}  // namespace nd::netstat
