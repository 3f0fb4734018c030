#include "common/parse/proc_net_tables.h"

#include <cstring>
#include <optional>

#include "common/base/field_reader.h"
#include "common/base/number.h"

namespace nd {
namespace {

// "0100007F": a word of network bytes, printed as this machine loads it.
std::optional<IpAddress> host_order_address(std::string_view text) {
  const auto word = parse_number<std::uint32_t>(text, 16);
  if (!word || text.size() != 8) return std::nullopt;
  std::array<std::uint8_t, 4> bytes{};
  std::memcpy(bytes.data(), &*word, bytes.size());
  return IpAddress::v4(bytes);
}

// 32 digits in network order.
std::optional<IpAddress> network_order_address6(std::string_view text) {
  if (text.size() != 32) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = parse_number<std::uint8_t>(text.substr(i * 2, 2), 16);
    if (!byte) return std::nullopt;
    bytes[i] = *byte;
  }
  return IpAddress::v6(bytes);
}

// Every line that `parse_row` makes something of.
template <typename Parse>
auto rows_of(std::string_view text, Parse&& parse_row) {
  std::vector<typename decltype(parse_row(text))::value_type> rows;
  for_each_line(text, [&](std::string_view line) {
    if (auto row = parse_row(line)) rows.push_back(*std::move(row));
  });
  return rows;
}

template <typename Row>
std::optional<Row> if_whole(const FieldReader& in, Row row) {
  if (!in.ok()) return std::nullopt;
  return row;
}

std::optional<PacketSocketRow> packet_row(std::string_view line) {
  FieldReader in(line, "");
  PacketSocketRow row;
  static_cast<void>(in.hex<std::uint64_t>());  // the socket's address, hashed
  row.ref_count = in.dec<std::uint32_t>();
  row.type = in.dec<std::uint16_t>();
  row.protocol = in.hex<std::uint16_t>();
  row.interface = in.dec<std::int32_t>();
  row.running = in.dec<std::uint32_t>() != 0;
  row.rx_memory = in.dec<std::uint32_t>();
  row.uid = in.dec<std::uint32_t>();
  row.inode = in.dec<std::uint64_t>();
  return if_whole(in, row);
}

std::optional<NetlinkSocketRow> netlink_row(std::string_view line) {
  FieldReader in(line, "");
  NetlinkSocketRow row;
  row.kernel_address = in.hex<std::uint64_t>();
  row.protocol = in.dec<std::uint32_t>();
  row.port_id = in.dec<std::uint32_t>();
  row.groups = in.hex<std::uint32_t>();
  row.rx_memory = in.dec<std::uint32_t>();
  row.tx_memory = in.dec<std::uint32_t>();
  in.skip(2);  // dump in progress, reference count
  row.drops = in.dec<std::uint32_t>();
  row.inode = in.dec<std::uint64_t>();
  return if_whole(in, row);
}

std::optional<RouteRow> route_row(std::string_view line) {
  FieldReader in(line, "");
  RouteRow row;
  row.interface = in.word();
  const auto destination = host_order_address(in.word());
  const auto gateway = host_order_address(in.word());
  row.flags = in.hex<std::uint32_t>();
  row.ref_count = in.dec<std::int32_t>();
  row.use = in.dec<std::uint32_t>();
  row.metric = static_cast<std::uint32_t>(in.dec<std::int64_t>());  // printed with %d: large metrics look negative
  const auto mask = host_order_address(in.word());
  row.mss = in.dec<std::uint32_t>();
  row.window = in.dec<std::uint32_t>();
  row.irtt = in.dec<std::uint32_t>();
  if (!destination || !gateway || !mask) return std::nullopt;
  row.destination = *destination;
  row.gateway = *gateway;
  row.mask = *mask;
  return if_whole(in, row);
}

std::optional<Route6Row> route6_row(std::string_view line) {
  FieldReader in(line, "");
  Route6Row row;
  const auto destination = network_order_address6(in.word());
  row.prefix = in.hex<std::uint8_t>();
  const auto source = network_order_address6(in.word());
  row.source_prefix = in.hex<std::uint8_t>();
  const auto next_hop = network_order_address6(in.word());
  row.metric = in.hex<std::uint32_t>();
  row.ref_count = in.hex<std::uint32_t>();
  row.use = in.hex<std::uint32_t>();
  row.flags = in.hex<std::uint32_t>();
  row.interface = in.word();
  if (!destination || !source || !next_hop) return std::nullopt;
  row.destination = *destination;
  row.source = *source;
  row.next_hop = *next_hop;
  return if_whole(in, row);
}

std::optional<InterfaceCounters> interface_row(std::string_view line) {
  const std::size_t colon = line.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view name = line.substr(0, colon);
  name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
  InterfaceCounters row;
  row.name = name;
  FieldReader in(line.substr(colon + 1), "");
  for (std::uint64_t* value :
       {&row.rx_bytes, &row.rx_packets, &row.rx_errors, &row.rx_dropped, &row.rx_fifo, &row.rx_frame,
        &row.rx_compressed, &row.rx_multicast, &row.tx_bytes, &row.tx_packets, &row.tx_errors, &row.tx_dropped,
        &row.tx_fifo, &row.collisions, &row.tx_carrier, &row.tx_compressed}) {
    *value = in.dec<std::uint64_t>();
  }
  return if_whole(in, row);
}

std::optional<GroupRow> igmp6_row(std::string_view line) {
  FieldReader in(line, "");
  GroupRow row;
  row.interface = in.dec<std::int32_t>();
  row.interface_name = in.word();
  const auto group = network_order_address6(in.word());
  row.users = in.dec<std::uint32_t>();
  if (!group) return std::nullopt;
  row.group = *group;
  return if_whole(in, row);
}

std::optional<InterfaceAddress6> if_inet6_row(std::string_view line) {
  FieldReader in(line, "");
  InterfaceAddress6 row;
  const auto address = network_order_address6(in.word());
  row.interface = in.hex<std::int32_t>();
  row.prefix = in.hex<std::uint8_t>();
  row.scope = in.hex<std::uint8_t>();
  row.flags = in.hex<std::uint32_t>();
  row.interface_name = in.word();
  if (!address) return std::nullopt;
  row.address = *address;
  return if_whole(in, row);
}

// "4\teth0      :     1      V3": the device that the tab-indented groups behind it belong to.
bool read_igmp_device(std::string_view line, GroupRow& device) {
  const std::size_t colon = line.rfind(':');
  const std::size_t tab = line.find('\t');
  if (colon == std::string_view::npos || tab == std::string_view::npos || tab > colon) return false;
  const auto index = parse_number<std::int32_t>(line.substr(0, tab));
  if (!index) return false;
  std::string_view name = line.substr(tab + 1, colon - tab - 1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  device.interface = *index;
  device.interface_name = name;
  return true;
}

}  // namespace

std::vector<PacketSocketRow> parse_packet_table(std::string_view text) { return rows_of(text, packet_row); }
std::vector<NetlinkSocketRow> parse_netlink_table(std::string_view text) { return rows_of(text, netlink_row); }
std::vector<RouteRow> parse_route_table(std::string_view text) { return rows_of(text, route_row); }
std::vector<Route6Row> parse_route6_table(std::string_view text) { return rows_of(text, route6_row); }
std::vector<InterfaceCounters> parse_interface_table(std::string_view text) { return rows_of(text, interface_row); }
std::vector<GroupRow> parse_igmp6_table(std::string_view text) { return rows_of(text, igmp6_row); }
std::vector<InterfaceAddress6> parse_if_inet6_table(std::string_view text) { return rows_of(text, if_inet6_row); }

std::vector<GroupRow> parse_igmp_table(std::string_view text) {
  GroupRow device;
  bool has_device = false;
  return rows_of(text, [&](std::string_view line) -> std::optional<GroupRow> {
    if (!line.starts_with('\t')) {
      has_device = read_igmp_device(line, device);
      return std::nullopt;
    }
    FieldReader in(line, "");
    const auto group = host_order_address(in.word());
    const auto users = in.dec<std::uint32_t>();
    if (!has_device || !group || !in.ok()) return std::nullopt;
    return GroupRow{device.interface, device.interface_name, *group, users};
  });
}

}  // namespace nd
