#include "netstat/socket_columns.h"

#include <array>

namespace nd::netstat {
namespace {

constexpr double kTicksPerSecond = 100;  // USER_HZ, what the kernel's files count in

std::uint64_t number(std::uint32_t value) { return value; }

Cell text_or_null(std::string_view text) { return text.empty() ? Cell{} : Cell{std::string(text)}; }

std::string_view protocol_name(const SocketRow& row) {
  switch (row.protocol) {
    case InetProtocol::kTcp:
      return "tcp";
    case InetProtocol::kUdp:
      return "udp";
    case InetProtocol::kUdpLite:
      return "udplite";
    case InetProtocol::kRaw:
      return "raw";
    case InetProtocol::kIcmp:
      return "icmp";
  }
  return "";
}

std::string_view state_name(const SocketRow& row) {
  return row.protocol == InetProtocol::kTcp ? tcp_state_name(row.state) : udp_state_name(row.state);
}

bool is_raw(const SocketRow& row) { return row.protocol == InetProtocol::kRaw; }

Cell port_cell(const SocketRow& row, std::uint16_t port) { return is_raw(row) ? Cell{} : Cell{std::uint64_t{port}}; }

constexpr SocketColumn kColumns[] = {
    {"protocol", "Proto", Align::kLeft,
     [](const ListedSocket& s, const Names&) { return Cell{std::string(protocol_name(s.row))}; },
     "tcp, udp, udplite, raw or icmp"},
    {"family", "Family", Align::kLeft,
     [](const ListedSocket& s, const Names&) {
       return Cell{std::string(s.row.family == Family::kIpv6 ? "ipv6" : "ipv4")};
     },
     "ipv4 or ipv6: the socket's, whatever its addresses"},
    {"recv_q", "Recv-Q", Align::kRight,
     [](const ListedSocket& s, const Names&) { return Cell{number(s.row.rx_queue)}; },
     "Bytes that wait to be read; of a listener, connections that wait to be accepted"},
    {"send_q", "Send-Q", Align::kRight,
     [](const ListedSocket& s, const Names&) { return Cell{number(s.row.tx_queue)}; }, "Bytes not yet acknowledged"},
    {"local_address", "Local Address", Align::kLeft,
     [](const ListedSocket& s, const Names&) { return Cell{s.row.local.address.unmapped()}; }, "The address bound to"},
    {"local_port", "Local Port", Align::kRight,
     [](const ListedSocket& s, const Names&) { return port_cell(s.row, s.row.local.port); }, "The port bound to"},
    {"local_host", "Local Host", Align::kLeft,
     [](const ListedSocket& s, const Names& n) { return text_or_null(n.host(s.row.local.address)); },
     "The name of the address, unless -n"},
    {"remote_address", "Foreign Address", Align::kLeft,
     [](const ListedSocket& s, const Names&) { return Cell{s.row.remote.address.unmapped()}; }, "The other end"},
    {"remote_port", "Foreign Port", Align::kRight,
     [](const ListedSocket& s, const Names&) { return port_cell(s.row, s.row.remote.port); }, "The other end's port"},
    {"remote_host", "Foreign Host", Align::kLeft,
     [](const ListedSocket& s, const Names& n) { return text_or_null(n.host(s.row.remote.address)); },
     "The name of the other end, unless -n"},
    {"ip_protocol", "IP Protocol", Align::kRight,
     [](const ListedSocket& s, const Names&) { return is_raw(s.row) ? Cell{std::uint64_t{s.row.local.port}} : Cell{}; },
     "Of a raw socket: the protocol it listens to"},
    {"state", "State", Align::kLeft,
     [](const ListedSocket& s, const Names&) { return text_or_null(state_name(s.row)); },
     "TCP's states; ESTABLISHED or nothing for the others"},
    {"timer", "Timer", Align::kLeft,
     [](const ListedSocket& s, const Names&) { return text_or_null(timer_name(s.row.timer)); },
     "off, on (retransmission), keepalive, timewait or probe"},
    {"timer_seconds", "Expires", Align::kRight,
     [](const ListedSocket& s, const Names&) { return Cell{static_cast<double>(s.row.timer_ticks) / kTicksPerSecond}; },
     "Until the timer fires"},
    {"retransmits", "Retrans", Align::kRight,
     [](const ListedSocket& s, const Names&) { return Cell{number(s.row.retransmits)}; },
     "Retransmissions of what is unacknowledged"},
    {"probes", "Probes", Align::kRight,
     [](const ListedSocket& s, const Names&) { return Cell{number(s.row.timeouts)}; }, "Probes without an answer"},
    {"uid", "UID", Align::kRight,
     [](const ListedSocket& s, const Names&) { return s.row.uid == kNoUid ? Cell{} : Cell{number(s.row.uid)}; },
     "The user who made the socket"},
    {"inode", "Inode", Align::kRight, [](const ListedSocket& s, const Names&) { return Cell{s.row.inode}; },
     "The socket's number; 0 when no file refers to it"},
    {"drops", "Drops", Align::kRight, [](const ListedSocket& s, const Names&) { return Cell{number(s.row.drops)}; },
     "Datagrams dropped for want of room (not TCP)"},
    {"pid", "PID", Align::kRight,
     [](const ListedSocket& s, const Names&) {
       return s.owner.holder ? Cell{std::int64_t{s.owner.holder->pid}} : Cell{};
     },
     "The first process that holds it, with -p"},
    {"fd", "FD", Align::kRight,
     [](const ListedSocket& s, const Names&) { return s.owner.holder ? Cell{std::int64_t{s.owner.fd}} : Cell{}; },
     "Its descriptor there"},
    {"program", "Program", Align::kLeft,
     [](const ListedSocket& s, const Names&) {
       return s.owner.holder ? Cell{std::string(program_name(s.owner.holder->argv0()))} : Cell{};
     },
     "The name the process was started by, which it can change"},
    {"command", "Command", Align::kLeft,
     [](const ListedSocket& s, const Names&) { return s.owner.holder ? Cell{s.owner.holder->comm} : Cell{}; },
     "The process's name in the kernel"},
    {"no_owner", "No Owner", Align::kLeft, [](const ListedSocket& s, const Names&) { return text_or_null(s.no_owner); },
     "Why no process can be shown: time_wait, syn_recv, closed, not_accepted, no_permission, kernel, other_namespace"},
};

}  // namespace

std::span<const SocketColumn> socket_columns() { return kColumns; }

std::span<const SocketColumn> namespace_columns() {
  static constexpr SocketColumn kNamespace[] = {
      {"network_namespace", "Namespace", Align::kLeft,
       [](const ListedSocket& s, const Names&) { return text_or_null(s.network_namespace); },
       "The network namespace, with --netns all; - is our own"},
  };
  return kNamespace;
}

std::span<const SocketColumn> peer_columns() {
  static constexpr SocketColumn kPeer[] = {
      {"peer_pid", "Peer PID", Align::kRight,
       [](const ListedSocket& s, const Names&) {
         return s.peer.holder ? Cell{std::int64_t{s.peer.holder->pid}} : Cell{};
       },
       "The process at the other end, with --peers"},
      {"peer_program", "Peer Program", Align::kLeft,
       [](const ListedSocket& s, const Names&) {
         return s.peer.holder ? Cell{std::string(program_name(s.peer.holder->argv0()))} : Cell{};
       },
       "Its name"},
  };
  return kPeer;
}

const SocketColumn* find_column(std::string_view id) {
  for (const auto columns : {socket_columns(), namespace_columns(), tcp_columns(), peer_columns()}) {
    for (const SocketColumn& column : columns) {
      if (column.id == id) return &column;
    }
  }
  return nullptr;
}

std::vector<const SocketColumn*> chosen_columns(const Options& options) {
  std::vector<const SocketColumn*> chosen;
  for (const std::string& id : options.columns) {
    if (const SocketColumn* column = find_column(id)) chosen.push_back(column);
  }
  if (!options.columns.empty()) return chosen;
  const auto add = [&](std::span<const SocketColumn> columns) {
    for (const SocketColumn& column : columns) chosen.push_back(&column);
  };
  add(socket_columns());
  if (options.all_namespaces()) add(namespace_columns());
  if (options.tcp_info) add(tcp_columns());
  if (options.peers) add(peer_columns());
  return chosen;
}

std::string_view protocol_label(const SocketRow& row) {
  const bool v6 = row.family == Family::kIpv6;
  switch (row.protocol) {
    case InetProtocol::kTcp:
      return v6 ? "tcp6" : "tcp";
    case InetProtocol::kUdp:
      return v6 ? "udp6" : "udp";
    case InetProtocol::kUdpLite:
      return v6 ? "udpl6" : "udpl";
    case InetProtocol::kRaw:
      return v6 ? "raw6" : "raw";
    case InetProtocol::kIcmp:
      return v6 ? "icmp6" : "icmp";
  }
  return "";
}

std::string_view tcp_state_name(TcpState state) {
  static constexpr std::array<std::string_view, 14> kNames = {
      "",      "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
      "CLOSE", "CLOSE_WAIT",  "LAST_ACK", "LISTEN",   "CLOSING",   "SYN_RECV",  "BOUND_INACTIVE"};
  const auto number = static_cast<std::size_t>(state);
  return number < kNames.size() ? kNames[number] : "UNKNOWN";
}

std::string_view udp_state_name(TcpState state) {
  if (state == TcpState::kEstablished) return "ESTABLISHED";
  return state == TcpState::kClose ? "" : "UNKNOWN";
}

std::string_view timer_name(SocketTimer timer) {
  static constexpr std::array<std::string_view, 5> kNames = {"off", "on", "keepalive", "timewait", "probe"};
  const auto number = static_cast<std::size_t>(timer);
  return number < kNames.size() ? kNames[number] : std::string_view();
}

}  // namespace nd::netstat
