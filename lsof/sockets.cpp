#include "lsof/sockets.h"

#include <sys/xattr.h>

#include "common/base/field_reader.h"
#include "common/parse/proc_net_sockets.h"
#include "common/parse/proc_net_tables.h"
#include "common/parse/proc_net_unix.h"

namespace nd::lsof {
namespace {

// "net/tcp6": of the process's own network namespace.
Result<std::string> table(const HeldProcess& process, std::string_view name) {
  return process.directory().read(("net/" + std::string(name)).c_str());
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
  if (!internet_left_out_) return false;
  const auto group = group_of(protocol);
  return group == Group::kTcp || group == Group::kUdp || group == Group::kUdpLite;
}

SocketFacts Sockets::known(std::uint64_t inode) const {
  const SocketFacts* found = facts_.find(inode);
  return found == nullptr ? SocketFacts{} : *found;
}

SocketFacts Sockets::find(std::uint64_t inode, const HeldProcess& process, std::string_view protocol) {
  // Without the right to read the link, the tables are those of the process all the same.
  const std::string network_namespace = process.directory().link("ns/net").value_or(std::string());
  if (leaves_out(protocol)) return {};
  if (const auto group = group_of(protocol)) {
    load(*group, process, network_namespace);
    return known(inode);
  }
  if (!protocol.empty()) return {};  // a protocol without a table
  for (const Group group : kGroups) {
    load(group, process, network_namespace);
    const SocketFacts found = known(inode);
    if (!std::holds_alternative<std::monostate>(found)) return found;
  }
  return {};
}

void Sockets::load(Group group, const HeldProcess& process, const std::string& network_namespace) {
  if (!loaded_.emplace(network_namespace, group).second) return;
  const std::uint32_t network = networks_.emplace(network_namespace, networks_.size() + 1).first->second;
  // A path may hold a newline and what looks like the row of another's socket: the first of an inode counts, and no
  // such row takes the place of one from a table without foreign bytes.
  const auto keep = [this](auto& rows, auto&& parsed) {
    for (auto& row : parsed) {
      if (row.inode != 0 && facts_.find(row.inode) == nullptr) facts_[row.inode] = &rows.emplace_back(std::move(row));
    }
  };
  switch (group) {
    case Group::kTcp:
      return load_inet(InetProtocol::kTcp, process, network);
    case Group::kUdp:
      return load_inet(InetProtocol::kUdp, process, network);
    case Group::kUdpLite:
      return load_inet(InetProtocol::kUdpLite, process, network);
    case Group::kRaw:
      return load_raw(InetProtocol::kRaw, process);
    case Group::kIcmp:
      return load_raw(InetProtocol::kIcmp, process);
    case Group::kUnix:
      if (const auto text = table(process, "unix")) keep(unix_, parse_unix_table(*text));
      return;
    case Group::kNetlink:
      if (const auto text = table(process, "netlink")) keep(netlink_, parse_netlink_table(*text));
      return;
    case Group::kPacket:
      if (const auto text = table(process, "packet")) keep(packet_, parse_packet_table(*text));
      return;
  }
}

void Sockets::load_inet(InetProtocol protocol, const HeldProcess& process, std::uint32_t network) {
  for (const Family family : {Family::kIpv4, Family::kIpv6}) {
    const SocketTableKind kind{protocol, family};
    const auto text = table(process, table_name(kind));
    if (!text) continue;
    for_each_line(*text, [&](std::string_view line) {
      const auto row = parse_socket_row(line, kind);
      if (row && row->inode != 0) facts_[row->inode] = &inet_.emplace_back(InternetRow{*row, network});
    });
  }
}

void Sockets::load_raw(InetProtocol protocol, const HeldProcess& process) {
  for (const Family family : {Family::kIpv4, Family::kIpv6}) {
    const SocketTableKind kind{protocol, family};
    // lsof has no icmp6 table: such a socket stays "protocol: PINGv6".
    if (protocol == InetProtocol::kIcmp && family == Family::kIpv6) continue;
    if (internet_left_out_ && family == Family::kIpv6) continue;  // as lsof's -X does
    const auto text = table(process, table_name(kind));
    if (!text) continue;
    for_each_line(*text, [&](std::string_view line) {
      const auto row = parse_socket_row(line, kind);
      if (row && row->inode != 0) facts_[row->inode] = &raw_.emplace_back(raw_row(*row, line));
    });
  }
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
