// --summary: how many sockets there are by state, by process, by the other end and by listener, which is what lists of
// a hundred thousand rows are read for.
#include <map>

#include "common/base/sort.h"
#include "netstat/sources/socket_list.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

struct Summary {
  std::string_view by;
  std::string_view title;
  Counts counts;
};

std::string endpoint_text(const Endpoint& endpoint, const Names& names) {
  TextBuffer text(64);
  names.append_host(text, endpoint.address);
  text.put(':').dec(endpoint.port);
  return std::string(text.view());
}

std::string process_text(const ListedSocket& socket) {
  if (socket.owner.holder == nullptr) return "-";
  return std::to_string(socket.owner.holder->pid) + "/" + std::string(program_name(socket.owner.holder->argv0()));
}

std::string state_text(const ListedSocket& socket) {
  const SocketRow& row = socket.row;
  const std::string_view state =
      row.protocol == InetProtocol::kTcp ? tcp_state_name(row.state) : udp_state_name(row.state);
  return std::string(protocol_label(row)) + " " + std::string(state.empty() ? "-" : state);
}

// Listeners by their port: a connection belongs to the listener on its local end.
std::string listener_of(const ListedSocket& socket, const std::map<std::uint16_t, std::string>& listeners) {
  const auto found = listeners.find(socket.row.local.port);
  return found == listeners.end() ? std::string() : found->second;
}

std::map<std::uint16_t, std::string> listeners_in(const SocketList& list, const Names& names) {
  std::map<std::uint16_t, std::string> listeners;
  for (const ListedSocket& each : list.sockets) {
    if (each.row.protocol != InetProtocol::kTcp || each.row.state != TcpState::kListen) continue;
    listeners.emplace(each.row.local.port, endpoint_text(each.row.local, names));
  }
  return listeners;
}

std::vector<Summary> summarise(const SocketList& list, const Options& options, const Names& names) {
  Summary states{"state", "State", {}};
  Summary processes{"process", "Process", {}};
  Summary remotes{"remote", "Foreign Address", {}};
  Summary listeners{"listener", "Listener", {}};
  const auto listening = listeners_in(list, names);
  for (const ListedSocket& each : list.sockets) {
    ++states.counts[state_text(each)];
    ++processes.counts[process_text(each)];
    const bool connected = each.row.remote.port != 0 && each.row.protocol != InetProtocol::kRaw;
    if (!connected) continue;
    TextBuffer host(64);
    names.append_host(host, each.row.remote.address);
    ++remotes.counts[std::string(host.view())];
    const std::string listener = each.row.protocol == InetProtocol::kTcp ? listener_of(each, listening) : "";
    if (!listener.empty()) ++listeners.counts[listener];
  }
  std::vector<Summary> all;
  all.push_back(std::move(states));
  if (options.programs || options.filter.needs_owner()) all.push_back(std::move(processes));
  all.push_back(std::move(remotes));
  all.push_back(std::move(listeners));
  return all;
}

std::vector<std::pair<std::string, std::uint64_t>> largest_first(const Counts& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> rows(counts.begin(), counts.end());
  sort_by(rows, [](const auto& a, const auto& b) { return a.second > b.second; });
  return rows;
}

// Servers count too: a summary of connections alone would hide who listens.
Result<std::vector<Summary>> read(Report& report) {
  Options options = report.options;
  if (!options.listening) options.all = true;
  Report wide{options, report.proc, report.processes, report.names, report.out};
  const auto list = gather_sockets(wide);
  if (!list) return tl::unexpected(list.error());
  report.shown += list->sockets.size();
  std::vector<IpAddress> hosts;
  for (const ListedSocket& each : list->sockets) hosts.push_back(each.row.remote.address);
  report.names.look_up_hosts(hosts);
  return summarise(*list, options, report.names);
}

bool is_wanted(const Options& options, const Selection& chosen) { return options.summary && chosen.inet_sockets(); }

Result<int> print(Report& report) {
  const auto summaries = read(report);
  if (!summaries) return tl::unexpected(summaries.error());
  TextBuffer& out = report.out.text();
  for (const Summary& summary : *summaries) {
    if (summary.counts.empty()) continue;
    if (&summary != &summaries->front()) out.put('\n');
    out.put("  Count ").put(summary.title).put('\n');
    for (const auto& [key, count] : largest_first(summary.counts)) {
      const std::size_t start = out.size();
      out.dec(count, 7).put(' ');
      append_escaped(out, key);
      out.put('\n');
      report.end_row(start);
    }
  }
  return 0;
}

Result<int> print_json(Report& report) {
  const auto summaries = read(report);
  if (!summaries) return tl::unexpected(summaries.error());
  JsonWriter json(report.out.text());
  for (const Summary& summary : *summaries) {
    for (const auto& [key, count] : largest_first(summary.counts)) {
      const std::size_t start = report.out.text().size();
      json.begin_line("count");
      json.field("by", summary.by);
      json.foreign_field("key", key);
      json.field("count", count);
      json.end_line();
      report.end_row(start);
    }
  }
  return 0;
}

}  // namespace

const View kSummaryView{"summary", is_wanted, print, print_json, nullptr};

}  // namespace nd::netstat
