#include "netstat/health.h"

#include <fmt/core.h>

#include <map>
#include <set>

#include "common/parse/proc_net_counters.h"
#include "common/render/address.h"

namespace nd::netstat {
namespace {

constexpr std::uint64_t kManyCloseWait = 10;   // sockets of one process
constexpr std::uint64_t kFewRetransmits = 10;  // below this a share says nothing
constexpr double kHighRetransmitShare = 0.01;  // of segments sent
constexpr double kNearlyFull = 0.8;            // of a table or a range of ports

std::uint64_t counter(const HealthInput& input, std::string_view group, std::string_view name) {
  const CounterGroup* found = find_group(input.counters, group);
  return found == nullptr ? 0 : found->value(name);
}

std::string holder_of(const ListedSocket& socket) {
  if (socket.owner.holder == nullptr) return "an unknown process";
  return fmt::format("{}/{}", socket.owner.holder->pid, program_name(socket.owner.holder->argv0()));
}

std::string text_of(const Endpoint& endpoint) {
  return fmt::format("{}:{}", to_string(endpoint.address.unmapped()), endpoint.port);
}

bool is_tcp(const ListedSocket& socket, TcpState state) {
  return socket.row.protocol == InetProtocol::kTcp && socket.row.state == state;
}

// Listeners whose queue of connections to accept is full now. The kernel lets one more in than the limit says.
std::string full_listeners(const HealthInput& input) {
  std::string list;
  for (const ListedSocket& each : input.sockets) {
    if (!is_tcp(each, TcpState::kListen) || each.details == nullptr || !each.details->backlog_limit) continue;
    if (each.row.rx_queue == 0 || each.row.rx_queue < *each.details->backlog_limit) continue;
    list += fmt::format("{}{} of {} has {} waiting, its limit is {}", list.empty() ? "" : "; ", text_of(each.row.local),
                        holder_of(each), each.row.rx_queue, *each.details->backlog_limit);
  }
  return list;
}

void check_listen_queues(const HealthInput& input, std::vector<Finding>& findings) {
  const std::uint64_t overflows = counter(input, "TcpExt", "ListenOverflows");
  const std::string full = full_listeners(input);
  if (overflows > 0 || !full.empty()) {
    findings.push_back({"listen_overflow",
                        fmt::format("queues of connections to accept overflowed {} times{}{}", overflows,
                                    full.empty() ? "; none is full now" : "; full now: ", full),
                        "TcpExt.ListenOverflows", overflows});
  }
  const std::uint64_t drops = counter(input, "TcpExt", "ListenDrops");
  if (drops > overflows) {
    findings.push_back({"listen_drops",
                        fmt::format("{} connection requests were dropped by listeners for other reasons than a full "
                                    "queue (memory, filters)",
                                    drops - overflows),
                        "TcpExt.ListenDrops", drops});
  }
}

void check_syn_queue(const HealthInput& input, std::vector<Finding>& findings) {
  const std::uint64_t drops = counter(input, "TcpExt", "TCPReqQFullDrop");
  const std::uint64_t cookies = counter(input, "TcpExt", "TCPReqQFullDoCookies");
  if (drops > 0) {
    findings.push_back({"syn_drops",
                        fmt::format("{} SYNs were dropped because a queue of half-open connections was "
                                    "full",
                                    drops),
                        "TcpExt.TCPReqQFullDrop", drops});
  }
  if (cookies > 0) {
    findings.push_back({"syn_cookies",
                        fmt::format("{} SYNs were answered with cookies because a queue of half-open connections was "
                                    "full: a flood, or a backlog that is too small",
                                    cookies),
                        "TcpExt.TCPReqQFullDoCookies", cookies});
  }
}

void check_retransmissions(const HealthInput& input, std::vector<Finding>& findings) {
  const std::uint64_t again = counter(input, "Tcp", "RetransSegs");
  const std::uint64_t sent = counter(input, "Tcp", "OutSegs");
  if (again < kFewRetransmits || static_cast<double>(again) <= kHighRetransmitShare * static_cast<double>(sent)) return;
  findings.push_back(
      {"retransmissions",
       fmt::format("{:.1f} % of the segments sent were retransmissions ({} of {}): the path loses packets",
                   100.0 * static_cast<double>(again) / static_cast<double>(again + sent), again, sent),
       "Tcp.RetransSegs", again});
}

void check_close_wait(const HealthInput& input, std::vector<Finding>& findings) {
  std::map<std::string, std::uint64_t> by_holder;
  for (const ListedSocket& each : input.sockets) {
    if (is_tcp(each, TcpState::kCloseWait)) ++by_holder[holder_of(each)];
  }
  for (const auto& [holder, count] : by_holder) {
    if (count < kManyCloseWait) continue;
    findings.push_back({"close_wait",
                        fmt::format("{} holds {} connections that the other end closed (CLOSE_WAIT): it does not close "
                                    "its own",
                                    holder, count),
                        "sockets in CLOSE_WAIT", count});
  }
}

// Toward one destination each connection needs a port of its own, and TIME_WAIT keeps it for a minute.
void check_ephemeral_ports(const HealthInput& input, std::vector<Finding>& findings) {
  struct Use {
    std::set<std::uint16_t> ports;
    std::uint64_t time_wait = 0;
  };
  std::map<std::pair<IpAddress, Endpoint>, Use> by_destination;
  for (const ListedSocket& each : input.sockets) {
    const SocketRow& row = each.row;
    const bool ephemeral = row.local.port >= input.first_port && row.local.port <= input.last_port;
    if (row.protocol != InetProtocol::kTcp || row.remote.port == 0 || !ephemeral) continue;
    Use& use = by_destination[{row.local.address.unmapped(), {row.remote.address.unmapped(), row.remote.port}}];
    use.ports.insert(row.local.port);
    if (row.state == TcpState::kTimeWait) ++use.time_wait;
  }
  const auto range = static_cast<std::size_t>(input.last_port - input.first_port) + 1;
  for (const auto& [pair, use] : by_destination) {
    if (static_cast<double>(use.ports.size()) < kNearlyFull * static_cast<double>(range)) continue;
    findings.push_back({"ephemeral_ports",
                        fmt::format("{} of {} local ports toward {} are in use ({} in TIME_WAIT): new connections will "
                                    "fail",
                                    use.ports.size(), range, text_of(pair.second), use.time_wait),
                        "local ports", use.ports.size()});
  }
}

void check_udp_buffers(const HealthInput& input, std::vector<Finding>& findings) {
  for (const std::string_view group : {"Udp", "Udp6"}) {
    const std::uint64_t errors = counter(input, group, "RcvbufErrors");
    if (errors == 0) continue;
    std::string sockets;
    for (const ListedSocket& each : input.sockets) {
      if (each.row.protocol != InetProtocol::kUdp || each.row.drops == 0) continue;
      sockets += fmt::format("{}{} of {} lost {}", sockets.empty() ? ": " : "; ", text_of(each.row.local),
                             holder_of(each), each.row.drops);
    }
    findings.push_back({"udp_receive_buffer",
                        fmt::format("{} datagrams were dropped because a receive buffer was full{}", errors, sockets),
                        std::string(group) + ".RcvbufErrors", errors});
  }
}

void check_conntrack(const HealthInput& input, std::vector<Finding>& findings) {
  if (input.conntrack_max == 0) return;
  if (static_cast<double>(input.conntrack_count) < kNearlyFull * static_cast<double>(input.conntrack_max)) return;
  findings.push_back({"conntrack",
                      fmt::format("connection tracking holds {} of at most {} entries: new connections will be dropped",
                                  input.conntrack_count, input.conntrack_max),
                      "nf_conntrack_count", input.conntrack_count});
}

void check_backlogs(const HealthInput& input, std::vector<Finding>& findings) {
  if (const std::uint64_t drops = counter(input, "TcpExt", "TCPBacklogDrop"); drops > 0) {
    findings.push_back({"backlog_drops",
                        fmt::format("{} segments were dropped because a socket's backlog was full while its process "
                                    "was busy",
                                    drops),
                        "TcpExt.TCPBacklogDrop", drops});
  }
  std::uint64_t dropped = 0;
  for (const auto& cpu : input.softnet) dropped += cpu.size() > 1 ? cpu[1] : 0;
  if (dropped > 0) {
    findings.push_back(
        {"softnet_drops",
         fmt::format("{} packets were dropped before any protocol saw them: a processor's queue was full "
                     "(net.core.netdev_max_backlog)",
                     dropped),
         "softnet_stat dropped", dropped});
  }
}

}  // namespace

std::vector<Finding> diagnose(const HealthInput& input) {
  std::vector<Finding> findings;
  for (const auto check : {check_listen_queues, check_syn_queue, check_retransmissions, check_close_wait,
                           check_ephemeral_ports, check_udp_buffers, check_conntrack, check_backlogs}) {
    check(input, findings);
  }
  return findings;
}

}  // namespace nd::netstat
