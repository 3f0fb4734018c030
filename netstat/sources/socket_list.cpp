#include "netstat/sources/socket_list.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "common/sys/syscall.h"
#include "netstat/selection.h"
#include "netstat/sources/diag.h"
#include "netstat/sources/every_namespace.h"
#include "netstat/sources/proc_net.h"

namespace nd::netstat {
namespace {

struct Kind {
  std::optional<InetProtocol> protocol;  // none: SCTP, whose tables have another shape
  bool Selection::*wanted;
  std::string_view feature;  // what the kernel lacks when the table is missing
};
constexpr Kind kKinds[] = {
    {InetProtocol::kTcp, &Selection::tcp, "AF INET (tcp)"},
    {std::nullopt, &Selection::sctp, "AF INET (sctp)"},
    {InetProtocol::kUdp, &Selection::udp, "AF INET (udp)"},
    {InetProtocol::kUdpLite, &Selection::udplite, "AF INET (udplite)"},
    {InetProtocol::kRaw, &Selection::raw, "AF INET (raw)"},
};

bool has_peer(const SocketRow& row) {
  // A TCP socket is a server's when its peer has no port, the others when theirs has no address.
  return row.protocol == InetProtocol::kTcp ? row.remote.port != 0 : !row.remote.address.is_unspecified();
}

bool is_shown(const SocketRow& row, const Options& options) {
  const bool any = options.all || !options.filter.states.empty();
  return (any || has_peer(row) != options.listening) && options.filter.matches(row);
}

// A table that the kernel does not have: an error when it was asked for by name, a note under -v. Returns the exit
// status.
int tell_missing(const Report& report, const Selection& chosen, std::string_view feature) {
  if (chosen.kinds_follow) return 0;
  if (chosen.named || report.options.verbose) tell_unsupported(feature);
  return chosen.named ? 1 : 0;
}

using OnSocket = std::function<void(const DiagSocket&)>;

// A table of the listing, and how to read it.
struct Table {
  const Kind* kind;
  Family family;
  std::optional<SocketTableKind> file() const {
    return kind->protocol ? std::optional(SocketTableKind{*kind->protocol, family}) : std::nullopt;
  }
};

std::vector<Table> tables_of(const Selection& chosen) {
  std::vector<Table> tables;
  for (const Kind& kind : kKinds) {
    if (!(chosen.*kind.wanted)) continue;
    if (chosen.ipv4) tables.push_back({&kind, Family::kIpv4});
    if (chosen.ipv6) tables.push_back({&kind, Family::kIpv6});
  }
  return tables;
}

// The kernel leaves out the others. Sockets that are bound and no more are told only when they are asked for: /proc
// does not have them.
std::uint32_t wanted_states(const Options& options) {
  constexpr std::uint32_t kInProc = 0xfff;
  std::uint32_t states = 0;
  for (const TcpState state : options.filter.states) states |= 1U << static_cast<unsigned>(state);
  return states == 0 ? kInProc : states;
}

// ENOENT and its like: this kernel has no such table in sock_diag, and /proc may still have it.
Status read_from_diag(const Report& report, SocketTableKind kind, const OnSocket& f) {
  auto diag = open_diag(report);
  if (!diag) return tl::unexpected(diag.error());
  const DiagQuery query{kind.protocol, kind.family, wanted_states(report.options), report.options.tcp_info};
  return diag->sockets(query, [&](const DiagSocket& socket) {
    if (is_shown(socket.row, report.options)) f(socket);
  });
}

class TableReader {
 public:
  TableReader(const Report& report, const Selection& chosen) : report_(report), chosen_(chosen), proc_(report.proc) {}

  // One table's sockets. A missing IPv6 table is no error: the kernel has no IPv6 then.
  Result<int> read(const Table& table, std::optional<SocketTableKind> next, const OnSocket& f) {
    const auto file = table.file();
    const Status read = file ? from_either(*file, next, f) : Status(system_failure(ENOENT, "openat", "net/sctp"));
    if (read) return 0;
    if (read.error().code != ENOENT && read.error().code != EACCES) return tl::unexpected(read.error());
    if (process_ended(report_)) return tl::unexpected(system_failure(ESRCH, "openat", report_.proc.path()).value());
    return table.family == Family::kIpv4 ? tell_missing(report_, chosen_, table.kind->feature) : 0;
  }

 private:
  Status from_either(SocketTableKind kind, std::optional<SocketTableKind> next, const OnSocket& f) {
    const bool by_diag = report_.is_live() && (report_.options.source == Source::kDiag || report_.options.tcp_info);
    const auto from_proc = [&](const OnSocket& emit) {
      DiagSocket socket;
      return proc_.for_each(kind, by_diag ? std::nullopt : next, [&](const SocketRow& row) {
        if (!is_shown(row, report_.options)) return;
        socket.row = row;
        emit(socket);
      });
    };
    if (!by_diag) return from_proc(f);
    return read_either<DiagSocket>([&](const OnSocket& emit) { return read_from_diag(report_, kind, emit); }, from_proc,
                                   f);
  }

  const Report& report_;
  const Selection& chosen_;
  ProcSockets proc_;
};

// A connection within this machine stands in the tables twice, once from each end.
void join_peers(ListedSockets& sockets) {
  using Ends = std::tuple<InetProtocol, Endpoint, Endpoint>;
  const auto plain = [](const Endpoint& end) { return Endpoint{end.address.unmapped(), end.port}; };
  std::map<Ends, const ListedSocket*> by_ends;
  for (const ListedSocket& each : sockets) {
    by_ends.emplace(Ends{each.row.protocol, plain(each.row.local), plain(each.row.remote)}, &each);
  }
  for (ListedSocket& each : sockets) {
    const auto other = by_ends.find({each.row.protocol, plain(each.row.remote), plain(each.row.local)});
    if (other != by_ends.end()) each.peer = other->second->owner;
  }
}

class Gatherer {
 public:
  explicit Gatherer(Report& report) : report_(report) {}

  Result<int> from(const Report& source, std::string_view network_namespace) {
    return for_each_selected_socket(source, [&](const DiagSocket& socket) {
      ListedSocket& listed = list_.sockets.emplace_back();
      listed.row = socket.row;
      listed.network_namespace = network_namespace;
      if (!report_.options.tcp_info) return;
      list_.details.push_back(std::make_unique<DiagSocket>(socket));
      listed.details = list_.details.back().get();
    });
  }

  Result<int> from_all_namespaces() {
    const auto namespaces = list_namespaces(report_.processes);
    if (!namespaces) return tl::unexpected(namespaces.error());
    for (const NetworkNamespace& each : *namespaces) list_.namespaces.push_back(each.name);
    Result<int> status = 0;
    for (std::size_t i = 0; i < namespaces->size(); ++i) {
      const auto seen = from_namespace((*namespaces)[i], list_.namespaces[i]);
      if (!seen || *seen != 0) status = seen;
    }
    return status;
  }

  Result<SocketList> finish(int status) {
    list_.status = status;
    list_.owners = find_owners(report_, [&](SocketOwners& wanted) {
      wanted.expect(list_.sockets.size());
      for (const ListedSocket& socket : list_.sockets) wanted.want(socket.row.inode);
    });
    for (ListedSocket& socket : list_.sockets) {
      const SocketRow& row = socket.row;
      socket.owner = list_.owners.owner(row.inode);
      if (!report_.options.programs || socket.owner.holder != nullptr) continue;
      socket.no_owner = why_unowned(report_, list_.owners, row.inode, row.state);
    }
    if (report_.options.peers) join_peers(list_.sockets);
    std::erase_if(list_.sockets, [&](const ListedSocket& each) { return !report_.options.filter.matches(each.owner); });
    return std::move(list_);
  }

 private:
  Result<int> from_namespace(const NetworkNamespace& where, std::string_view name) {
    Result<int> status = 0;
    report_namespace(report_, where, true, [&](const Report& there) {
      status = from(there, name);
      if (!status && process_ended(there)) status = 0;  // and with it what it alone showed
    });
    return status;
  }

  Report& report_;
  SocketList list_;
};

}  // namespace

bool needs_gathering(const Options& options) {
  return options.programs || !options.numeric_hosts || options.filter.needs_owner() || !options.sort.empty() ||
         options.all_namespaces() || options.tcp_info || options.peers;
}

Result<int> for_each_selected_socket(const Report& report, const OnSocket& f) {
  const Selection chosen = select(report.options);
  const std::vector<Table> tables = tables_of(chosen);
  TableReader reader(report, chosen);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto next = i + 1 < tables.size() ? tables[i + 1].file() : std::nullopt;
    const auto status = reader.read(tables[i], next, f);
    if (!status || *status != 0) return status;
  }
  return 0;
}

Result<SocketList> gather_sockets(Report& report) {
  Gatherer gatherer(report);
  const auto status = report.options.all_namespaces() ? gatherer.from_all_namespaces() : gatherer.from(report, {});
  if (!status) return tl::unexpected(status.error());
  return gatherer.finish(*status);
}

}  // namespace nd::netstat
