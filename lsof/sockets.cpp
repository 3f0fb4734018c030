#include "lsof/sockets.h"

#include <sys/xattr.h>
#include <unistd.h>

#include <type_traits>

#include "common/base/field_reader.h"
#include "common/parse/proc_net_sockets.h"
#include "common/parse/proc_net_tables.h"
#include "common/sys/netns.h"
#include "lsof/socket_home.h"

namespace nd::lsof {
namespace {

// The inode that a row is found by.
std::uint64_t inode_of(const InternetRow& row) { return row.row.inode; }
std::uint64_t inode_of(const RawRow& row) { return row.row.inode; }
template <typename Row>
std::uint64_t inode_of(const Row& row) {
  return row.inode;
}

RawRow raw_row(const SocketRow& row, std::string_view line) {
  FieldReader in{line, ""};
  in.skip(1);
  RawRow raw{row, std::string(in.word()), {}};
  raw.words.append("->").append(in.word());
  raw.state = in.word();
  return raw;
}

}  // namespace

std::optional<Sockets::Group> Sockets::group_of(std::string_view protocol) {
  struct Prefix {
    std::string_view text;
    Group group;
  };
  // Longer ones first: UDPLITE starts like UDP.
  static constexpr Prefix kPrefixes[] = {
      {"TCP", Group::kTcp},       {"UDP-Lite", Group::kUdpLite}, {"UDPLITE", Group::kUdpLite},
      {"UDP", Group::kUdp},       {"UNIX", Group::kUnix},        {"NETLINK", Group::kNetlink},
      {"PACKET", Group::kPacket}, {"RAW", Group::kRaw},          {"PING", Group::kIcmp}};
  for (const Prefix& prefix : kPrefixes) {
    if (protocol.starts_with(prefix.text)) return prefix.group;
  }
  return std::nullopt;
}

bool Sockets::leaves_out(std::string_view protocol) const {
  if (options_.internet) return false;
  const auto group = group_of(protocol);
  return group == Group::kTcp || group == Group::kUdp || group == Group::kUdpLite;
}

SocketFacts Sockets::known(std::uint64_t inode) const {
  const std::shared_lock lock(facts_mutex_);
  const SocketFacts* found = facts_.find(inode);
  return found == nullptr ? SocketFacts{} : *found;
}

std::optional<InetProtocol> Sockets::internet_protocol(Group group) {
  switch (group) {
    case Group::kTcp:
      return InetProtocol::kTcp;
    case Group::kUdp:
      return InetProtocol::kUdp;
    case Group::kUdpLite:
      return InetProtocol::kUdpLite;
    default:
      return std::nullopt;
  }
}

SocketFacts Sockets::find(std::uint64_t inode, const HeldProcess& process, std::int32_t fd, std::string_view protocol) {
  if (leaves_out(protocol)) return {};
  // Without the right to read the link, the tables are those of the process all the same.
  const std::string network = network_namespace(process);
  const auto is_known = [](const SocketFacts& facts) { return !std::holds_alternative<std::monostate>(facts); };
  if (const auto group = group_of(protocol)) {
    SocketFacts found = find_alone(*group, inode, process, fd);
    if (is_known(found)) return found;
    load(*group, process, network);
    found = known(inode);
    if (!is_known(found) && options_.live) found = find_elsewhere(*group, inode, process, fd);
    const auto internet = internet_protocol(*group);
    const bool was_asked = options_.few && !options_.queues;
    return is_known(found) || !internet || !options_.live || was_asked ? found : probe(inode, process, fd, *internet);
  }
  if (!protocol.empty()) return {};  // a protocol without a table
  for (const Group group : kGroups) {
    load(group, process, network);
    const SocketFacts found = known(inode);
    if (is_known(found)) return found;
  }
  return {};
}

SocketFacts Sockets::find_alone(Group group, std::uint64_t inode, const HeldProcess& process, std::int32_t fd) {
  if (!options_.few || !options_.live) return {};
  const auto internet = internet_protocol(group);
  if (internet && !options_.queues) return probe(inode, process, fd, *internet);
  if (group != Group::kUnix || has_unix_of_one_.exchange(true)) return {};  // from the second process on all are kept
  load_unix_of(process);
  return known(inode);
}

// To print the table costs the kernel 0.7 us a socket, to keep all of it another 0.5.
void Sockets::load_unix_of(const HeldProcess& process) {
  InodeMap<bool> held;
  static_cast<void>(process.for_each_descriptor([&](const DescriptorLink& link) {
    if (const auto inode = socket_inode(link.target); inode && *inode != 0) held[*inode] = true;
    return true;
  }));
  const SocketTables tables(process, options_.live);
  keep(unix_, tables.unix_sockets([&](std::uint64_t inode) { return held.find(inode) != nullptr; }));
}

SocketFacts Sockets::probe(std::uint64_t inode, const HeldProcess& process, std::int32_t fd, InetProtocol protocol) {
  auto probed = probe_.ask(process.pid(), fd, inode, protocol);
  if (!probed) return {};
  if (probed->network_namespace.empty()) probed->network_namespace = network_namespace(process);
  std::uint32_t network = 0;
  {
    const std::lock_guard lock(loading_);
    network = network_number(probed->network_namespace);
  }
  keep(inet_, {InternetRow{probed->row, network}});
  return known(inode);
}

SocketFacts Sockets::find_elsewhere(Group group, std::uint64_t inode, const HeldProcess& process, std::int32_t fd) {
  const SocketHome home = home_of_socket(process.pid(), fd, inode);
  if (!home.fd || home.name == network_namespace(process)) return {};
  const auto inside = InNamespace::enter("/proc/thread-self/fd/" + std::to_string(home.fd.get()));
  auto here = ProcRoot::open("/proc/thread-self");
  if (!inside || !here) return {};
  load(group, HeldProcess(::gettid(), *std::move(here)), home.name);
  return known(inode);
}

std::uint32_t Sockets::network_number(const std::string& network_namespace) {
  return networks_.emplace(network_namespace, static_cast<std::uint32_t>(networks_.size() + 1)).first->second;
}

// Where sock_diag may not be asked, a row of a Unix socket may be forged: it takes the place of none of a table without
// foreign bytes.
template <typename Row>
void Sockets::keep(std::deque<Row>& rows, std::vector<Row>&& read) {
  const std::unique_lock lock(facts_mutex_);
  facts_.reserve(facts_.size() + read.size());
  for (Row& row : read) {
    const std::uint64_t inode = inode_of(row);
    const bool has_foreign_bytes = std::is_same_v<Row, UnixSocketRow>;
    if (inode != 0 && (!has_foreign_bytes || facts_.find(inode) == nullptr))
      facts_[inode] = &rows.emplace_back(std::move(row));
  }
}

void Sockets::read_ahead(Table table, const HeldProcess& process) {
  load(table == Table::kTcp ? Group::kTcp : Group::kUnix, process, network_namespace(process));
}

void Sockets::load(Group group, const HeldProcess& process, const std::string& network_namespace) {
  std::unique_lock lock(loading_);
  std::once_flag& once = loaded_[{network_namespace, group}];
  const std::uint32_t network = network_number(network_namespace);
  lock.unlock();
  std::call_once(once, [&] { read(group, SocketTables(process, options_.live), network); });
}

void Sockets::read(Group group, const SocketTables& tables, std::uint32_t network) {
  switch (group) {
    case Group::kTcp:
    case Group::kUdp:
    case Group::kUdpLite:
      return load_inet(*internet_protocol(group), tables, network);
    case Group::kRaw:
      return load_raw(InetProtocol::kRaw, tables);
    case Group::kIcmp:
      return load_raw(InetProtocol::kIcmp, tables);
    case Group::kUnix:
      return load_unix(tables);
    case Group::kNetlink:
      return keep(netlink_, parse_netlink_table(tables.text("netlink")));
    case Group::kPacket:
      return keep(packet_, parse_packet_table(tables.text("packet")));
  }
}

void Sockets::load_unix(const SocketTables& tables) {
  static const UnixSocketRow kNothing{};
  const auto inodes = options_.unix ? std::nullopt : tables.unix_inodes();
  if (!inodes) return keep(unix_, tables.unix_sockets());
  const std::unique_lock lock(facts_mutex_);
  facts_.reserve(facts_.size() + inodes->size());
  for (const std::uint64_t inode : *inodes) facts_[inode] = &kNothing;
}

void Sockets::load_inet(InetProtocol protocol, const SocketTables& tables, std::uint32_t network) {
  std::vector<InternetRow> rows;
  tables.internet(protocol, [&](const SocketRow& row) { rows.push_back({row, network}); });
  keep(inet_, std::move(rows));
}

void Sockets::load_raw(InetProtocol protocol, const SocketTables& tables) {
  std::vector<RawRow> rows;
  for (const Family family : {Family::kIpv4, Family::kIpv6}) {
    const SocketTableKind kind{protocol, family};
    // lsof has no icmp6 table: such a socket stays "protocol: PINGv6".
    if (protocol == InetProtocol::kIcmp && family == Family::kIpv6) continue;
    if (!options_.internet && family == Family::kIpv6) continue;  // as lsof's -X does
    for_each_line(tables.text(table_name(kind)), [&](std::string_view line) {
      if (const auto row = parse_socket_row(line, kind)) rows.push_back(raw_row(*row, line));
    });
  }
  keep(raw_, std::move(rows));
}

std::string socket_protocol(int directory, const char* name) {
  // The attribute calls know no directory descriptor before Linux 6.13.
  const std::string path = "/proc/self/fd/" + std::to_string(directory) + "/" + name;
  char value[64];
  const ssize_t n = ::getxattr(path.c_str(), "system.sockprotoname", value, sizeof value);
  if (n <= 0) return {};
  return std::string(value, static_cast<std::size_t>(n) - (value[n - 1] == '\0' ? 1 : 0));
}

}  // namespace nd::lsof
