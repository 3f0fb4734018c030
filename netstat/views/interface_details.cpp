// netstat -ie: an interface in several lines, as ifconfig prints it.
#include <net/if.h>
#include <net/if_arp.h>

#include <algorithm>

#include "common/base/escape.h"
#include "common/render/address.h"
#include "netstat/views/interfaces.h"

namespace nd::netstat {
namespace {

struct FlagName {
  std::uint32_t bit;
  std::string_view name;
};
constexpr std::uint32_t kDynamic = 0x8000;
constexpr std::uint32_t kShownFlags = 0xffff;  // what fits into an ifreq
constexpr FlagName kFlagNames[] = {
    {IFF_UP, "UP"},
    {IFF_BROADCAST, "BROADCAST"},
    {IFF_DEBUG, "DEBUG"},
    {IFF_LOOPBACK, "LOOPBACK"},
    {IFF_POINTOPOINT, "POINTOPOINT"},
    {IFF_NOTRAILERS, "NOTRAILERS"},
    {IFF_RUNNING, "RUNNING"},
    {IFF_NOARP, "NOARP"},
    {IFF_PROMISC, "PROMISC"},
    {IFF_ALLMULTI, "ALLMULTI"},
    {IFF_SLAVE, "SLAVE"},
    {IFF_MASTER, "MASTER"},
    {IFF_MULTICAST, "MULTICAST"},
    {kDynamic, "DYNAMIC"},
};

struct Hardware {
  std::uint16_t type;
  std::string_view name;
  std::string_view title;
  bool has_address;
};
constexpr Hardware kUnknownHardware{0xffff, "unspec", "UNSPEC", true};
constexpr Hardware kHardware[] = {
    {ARPHRD_ETHER, "ether", "Ethernet", true},
    {ARPHRD_LOOPBACK, "loop", "Local Loopback", false},
    {ARPHRD_PPP, "ppp", "Point-to-Point Protocol", false},
    {ARPHRD_TUNNEL, "tunnel", "IPIP Tunnel", false},
    {ARPHRD_SIT, "sit", "IPv6-in-IPv4", false},
};

const Hardware& hardware_of(std::uint16_t type) {
  const auto found = std::find_if(std::begin(kHardware), std::end(kHardware),
                                  [&](const Hardware& known) { return known.type == type; });
  return found == std::end(kHardware) ? kUnknownHardware : *found;
}

std::uint8_t byte_at(const std::string& bytes, std::size_t i) {
  return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : std::uint8_t{0};
}

// Six bytes with colons for Ethernet; what has no form of its own as an ifreq holds it: 14 bytes of 16.
void put_hardware_address(TextBuffer& out, const Interface& link) {
  const bool ethernet = link.type == ARPHRD_ETHER;
  const std::size_t shown = ethernet ? 6 : 16;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out.put(ethernet ? ':' : '-');
    const std::uint8_t byte = i < 14 ? byte_at(link.hardware_address, i) : std::uint8_t{0};
    constexpr std::string_view kLower = "0123456789abcdef";
    constexpr std::string_view kUpper = "0123456789ABCDEF";
    const std::string_view digits = ethernet ? kLower : kUpper;
    out.put(digits[byte >> 4]).put(digits[byte & 15]);
  }
}

IpAddress mask_of(unsigned prefix) {
  const std::uint32_t mask = prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - std::min(prefix, 32U));
  return IpAddress::v4(static_cast<std::uint8_t>(mask >> 24), static_cast<std::uint8_t>(mask >> 16),
                       static_cast<std::uint8_t>(mask >> 8), static_cast<std::uint8_t>(mask));
}

// The first IPv4 address under the name; an interface of old had only one.
void put_ipv4(TextBuffer& out, const ListedInterface& listed) {
  const auto found = std::find_if(listed.addresses.begin(), listed.addresses.end(),
                                  [](const InterfaceAddress& each) { return each.address.is_v4(); });
  if (found == listed.addresses.end()) return;
  out.put("        inet ");
  append_address(out, found->address);
  out.put("  netmask ");
  append_address(out, mask_of(found->prefix));
  if ((listed.link.flags & IFF_BROADCAST) != 0) {
    out.put("  broadcast ");
    append_address(out, found->broadcast ? found->broadcast : IpAddress::v4(0, 0, 0, 0));
  }
  if ((listed.link.flags & IFF_POINTOPOINT) != 0) {
    out.put("  destination ");
    append_address(out, found->peer);
  }
  out.put('\n');
}

// The kernel's IPV6_ADDR_SCOPE of an address (net/ipv6/addrconf_core.c), as if_inet6 prints it.
std::pair<unsigned, std::string_view> ipv6_scope(const IpAddress& address) {
  const auto bytes = address.bytes();
  if (address.is_loopback()) return {0x10, "host"};
  if (address.is_link_local()) return {0x20, "link"};
  if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0xc0) return {0x40, "site"};
  if (std::all_of(bytes.begin(), bytes.begin() + 12, [](std::uint8_t b) { return b == 0; }))
    return {0x80, "compat,global"};
  return {0, "global"};
}

void put_ipv6(TextBuffer& out, const ListedInterface& listed) {
  for (const InterfaceAddress& each : listed.addresses) {
    if (!each.address.is_v6()) continue;
    const auto [number, name] = ipv6_scope(each.address);
    out.put("        inet6 ");
    append_address(out, each.address);
    out.put("  prefixlen ").dec(each.prefix).put("  scopeid 0x").hex(number).put('<').put(name).put(">\n");
  }
}

void put_hardware(TextBuffer& out, const Interface& link) {
  const Hardware& hardware = hardware_of(link.type);
  out.put("        ").put(hardware.name);
  if (hardware.has_address) {
    out.put(' ');
    put_hardware_address(out, link);
  }
  out.put("  txqueuelen ").dec(link.tx_queue_length).put("  (").put(hardware.title).put(")\n");
}

// "42.7 MiB", cut and not rounded.
void put_bytes_readably(TextBuffer& out, std::uint64_t bytes) {
  constexpr std::string_view kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  std::size_t unit = 0;
  while (unit + 1 < std::size(kUnits) && bytes > (std::uint64_t{1} << (10 * (unit + 1)))) ++unit;
  const std::uint64_t one = std::uint64_t{1} << (10 * unit);
  const std::uint64_t tenths = unit < 4 ? bytes * 10 / one : bytes / (one / 10);
  out.dec(tenths / 10).put('.').dec(tenths % 10).put(' ').put(kUnits[unit]);
}

void put_counters(TextBuffer& out, const InterfaceCounters& c) {
  out.put("        RX packets ").dec(c.rx_packets).put("  bytes ").dec(c.rx_bytes).put(" (");
  put_bytes_readably(out, c.rx_bytes);
  out.put(")\n");
  if (c.rx_compressed != 0) out.put("        RX compressed:").dec(c.rx_compressed).put('\n');
  out.put("        RX errors ").dec(c.rx_errors).put("  dropped ").dec(c.rx_dropped);
  out.put("  overruns ").dec(c.rx_fifo).put("  frame ").dec(c.rx_frame).put('\n');
  out.put("        TX packets ").dec(c.tx_packets).put("  bytes ").dec(c.tx_bytes).put(" (");
  put_bytes_readably(out, c.tx_bytes);
  out.put(")\n");
  if (c.tx_compressed != 0) out.put("        TX compressed ").dec(c.tx_compressed).put('\n');
  out.put("        TX errors ").dec(c.tx_errors).put("  dropped ").dec(c.tx_dropped);
  out.put(" overruns ").dec(c.tx_fifo).put("  carrier ").dec(c.tx_carrier);
  out.put("  collisions ").dec(c.collisions).put('\n');
}

}  // namespace

std::vector<std::string_view> interface_flag_names(std::uint32_t flags) {
  std::vector<std::string_view> names;
  for (const FlagName& flag : kFlagNames) {
    if ((flags & flag.bit) != 0) names.push_back(flag.name);
  }
  return names;
}

void print_interface_details(TextBuffer& out, const ListedInterface& listed) {
  append_escaped(out, listed.name);
  out.put(": flags=").dec(listed.link.flags & kShownFlags).put('<');
  bool first = true;
  for (const std::string_view name : interface_flag_names(listed.link.flags)) {
    if (!first) out.put(',');
    out.put(name);
    first = false;
  }
  out.put(">  mtu ").dec(listed.link.mtu).put('\n');
  put_ipv4(out, listed);
  put_ipv6(out, listed);
  put_hardware(out, listed.link);
  if (!listed.is_alias()) put_counters(out, listed.counters);
  out.put('\n');
}

}  // namespace nd::netstat
