// netstat -i: one line an interface, with its counters.
#include "netstat/views/interfaces.h"

#include <net/if.h>

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

void print_short(TextBuffer& out, const ListedInterface& listed) {
  out.left(escaped(listed.name), 15).put(' ').dec(listed.link.mtu, 5).put(' ');
  if (listed.is_alias()) {
    out.left("     - no statistics available -", 56);
  } else {
    put_counters(out, listed.counters);
  }
  out.put(flag_letters(listed.link.flags)).put('\n');
}

void print_json_line(JsonWriter& json, const ListedInterface& listed) {
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
  const std::pair<std::string_view, std::uint64_t> counters[] = {
      {"rx_bytes", c.rx_bytes},           {"rx_packets", c.rx_packets},  {"rx_errors", c.rx_errors},
      {"rx_dropped", c.rx_dropped},       {"rx_overruns", c.rx_fifo},    {"rx_frame", c.rx_frame},
      {"rx_compressed", c.rx_compressed}, {"multicast", c.rx_multicast}, {"tx_bytes", c.tx_bytes},
      {"tx_packets", c.tx_packets},       {"tx_errors", c.tx_errors},    {"tx_dropped", c.tx_dropped},
      {"tx_overruns", c.tx_fifo},         {"collisions", c.collisions},  {"carrier", c.tx_carrier},
      {"tx_compressed", c.tx_compressed},
  };
  for (const auto& [name, value] : counters) json.field(name, value);
  json.end_line();
}

bool is_wanted(const Options& options, const Selection&) { return options.interfaces; }

Result<int> print(Report& report) {
  TextBuffer& out = report.out.text();
  const bool details = report.options.extend > 0;
  out.put("Kernel Interface table\n");
  if (!details) {
    out.put("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n");
  }
  const auto list = list_interfaces(report);
  if (!list) return tl::unexpected(list.error());
  for (const ListedInterface& listed : *list) {
    details ? print_interface_details(out, listed) : print_short(out, listed);
    if (const Status written = report.out.flush_if_full(); !written) return tl::unexpected(written.error());
  }
  return 0;
}

Result<int> print_json(Report& report) {
  const auto list = list_interfaces(report);
  if (!list) return tl::unexpected(list.error());
  JsonWriter json(report.out.text());
  for (const ListedInterface& listed : *list) print_json_line(json, listed);
  return 0;
}

}  // namespace

const View kInterfacesView{"interfaces", is_wanted, print, print_json};

}  // namespace nd::netstat
