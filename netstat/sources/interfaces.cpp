#include "netstat/sources/interfaces.h"

#include <net/if.h>

#include <algorithm>
#include <tuple>

#include "common/base/number.h"
#include "common/base/sort.h"
#include "common/parse/proc_net_tables.h"
#include "common/sys/rtnetlink.h"

namespace nd::netstat {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the digits off the end of `text`; -1 when there are none.
std::int64_t take_number(std::string_view& text) {
  std::size_t start = text.size();
  while (start > 0 && is_digit(text[start - 1])) --start;
  const auto number = parse_number<std::int64_t>(text.substr(start));
  if (!number) return -1;
  text = text.substr(0, start);
  return *number;
}

// "eth10:1" in the order of its parts. An alias that is no number ("eth1:web") is one word with its device.
struct NameOrder {
  explicit NameOrder(std::string_view whole) : prefix(whole), name(whole) {
    number = take_number(prefix);
    if (number < 0 || !prefix.ends_with(':')) return;
    alias = number;
    prefix.remove_suffix(1);
    number = take_number(prefix);
  }
  std::string_view prefix;
  std::int64_t number = -1;
  std::int64_t alias = -1;
  std::string_view name;
};

// A saved tree has no rtnetlink; a copy of sysfs beside it tells the same.
Interface saved_link(const Report& report, const std::string& name) {
  const std::string folder = "../sys/class/net/" + name + "/";
  const auto number = [&](const char* file, int base) -> std::optional<std::uint32_t> {
    auto text = report.proc.read((folder + file).c_str());
    if (!text) return std::nullopt;
    std::string_view digits = std::string_view(*text).substr(0, text->find('\n'));
    if (digits.starts_with("0x")) digits.remove_prefix(2);
    return parse_number<std::uint32_t>(digits, base);
  };
  Interface link;
  link.name = name;
  link.flags = number("flags", 16).value_or(IFF_UP);
  link.mtu = number("mtu", 10).value_or(0);
  link.index = static_cast<int>(number("ifindex", 10).value_or(0));
  link.type = static_cast<std::uint16_t>(number("type", 10).value_or(1));
  link.tx_queue_length = number("tx_queue_len", 10).value_or(0);
  return link;
}

// Addresses of one device that carry `label`; IPv6 addresses have none and belong to the device.
std::vector<InterfaceAddress> addresses_under(const std::vector<InterfaceAddress>& all, int index,
                                              const std::string& label, bool is_device) {
  std::vector<InterfaceAddress> found;
  for (const InterfaceAddress& address : all) {
    const bool here = address.address.is_v4() ? address.label == label : is_device;
    if (address.interface == index && here) found.push_back(address);
  }
  return found;
}

// IPv6 addresses in the order of /proc/net/if_inet6, which is netstat's and not rtnetlink's.
Result<std::vector<InterfaceAddress>> all_addresses(const Report& report, RtNetlink& netlink) {
  auto addresses = netlink.addresses(Family::kIpv4);
  if (!addresses) return addresses;
  const auto text = read_table(report, "net/if_inet6");
  if (!text) return tl::unexpected(text.error());
  for (const InterfaceAddress6& row : parse_if_inet6_table(*text)) {
    InterfaceAddress& address = addresses->emplace_back();
    address.address = row.address;
    address.interface = row.interface;
    address.prefix = row.prefix;
  }
  return addresses;
}

void add_aliases(std::vector<ListedInterface>& list, const std::vector<InterfaceAddress>& addresses) {
  for (const InterfaceAddress& address : addresses) {
    if (address.label.find(':') == std::string::npos) continue;
    const auto same_name = [&](const ListedInterface& known) { return known.name == address.label; };
    if (std::any_of(list.begin(), list.end(), same_name)) continue;
    const auto device = std::find_if(list.begin(), list.end(), [&](const ListedInterface& known) {
      return known.link.index == address.interface && !known.is_alias();
    });
    if (device == list.end()) continue;
    ListedInterface alias{address.label, device->link, {}, {}};
    alias.addresses = addresses_under(addresses, address.interface, address.label, false);
    list.push_back(std::move(alias));
  }
}

Result<std::vector<ListedInterface>> join_with_kernel(const Report& report,
                                                      const std::vector<InterfaceCounters>& counters) {
  auto netlink = RtNetlink::open();
  if (!netlink) return tl::unexpected(netlink.error());
  const auto links = netlink->links();
  if (!links) return tl::unexpected(links.error());
  const auto addresses = all_addresses(report, *netlink);
  if (!addresses) return tl::unexpected(addresses.error());
  std::vector<ListedInterface> list;
  for (const InterfaceCounters& row : counters) {
    const auto link =
        std::find_if(links->begin(), links->end(), [&](const Interface& each) { return each.name == row.name; });
    if (link == links->end()) continue;  // gone since
    list.push_back({row.name, *link, row, addresses_under(*addresses, link->index, row.name, true)});
  }
  add_aliases(list, *addresses);
  return list;
}

}  // namespace

bool comes_before(std::string_view a, std::string_view b) {
  const NameOrder left(a);
  const NameOrder right(b);
  return std::tie(left.prefix, left.number, left.alias, left.name) <
         std::tie(right.prefix, right.number, right.alias, right.name);
}

Result<std::vector<ListedInterface>> list_interfaces(const Report& report) {
  const auto text = report.proc.read("net/dev");
  if (!text) return tl::unexpected(text.error());
  const auto counters = parse_interface_table(*text);
  std::vector<ListedInterface> list;
  if (report.is_live()) {
    auto joined = join_with_kernel(report, counters);
    if (!joined) return joined;
    list = *std::move(joined);
  } else {
    for (const InterfaceCounters& row : counters) list.push_back({row.name, saved_link(report, row.name), row, {}});
  }
  sort_by(list, [](const auto& a, const auto& b) { return comes_before(a.name, b.name); });
  if (!report.options.all) std::erase_if(list, [](const ListedInterface& each) { return !each.is_up(); });
  return list;
}

}  // namespace nd::netstat
