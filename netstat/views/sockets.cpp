// The list of IP sockets, byte for byte as netstat lays it out: 23 columns an address, cut to 22 characters unless -W,
// blanks at the end of lines included, because scripts go by them. Rows are written while the kernel's table is read;
// only names and programs make it gather them first.
#include <algorithm>
#include <optional>
#include <vector>

#include "netstat/socket_columns.h"
#include "netstat/sources/proc_net.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

constexpr std::size_t kAddressWidth = 23;
constexpr std::size_t kAddressShown = 22;  // host and port, without the colon
constexpr std::size_t kPortShown = 18;

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
  return options.all || has_peer(row) != options.listening;
}

void pad_to(TextBuffer& out, std::size_t start, std::size_t width) {
  const std::size_t used = out.size() - start;
  if (used < width) out.fill(width - used);
}

class SocketPrinter {
 public:
  SocketPrinter(Report& report) : out_(report.out.text()), options_(report.options), names_(report.names) {}

  void heading() {
    out_.put("Active Internet connections ").put(which_sockets(options_));
    out_.put("\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ");
    if (options_.extend > 0) out_.put(" User       Inode     ");
    if (options_.programs) out_.put(" PID/Program name    ");
    if (options_.timers) out_.put(" Timer");
    out_.put('\n');
  }

  void row(const SocketRow& row, const SocketOwner& owner) {
    out_.left(protocol_label(row), 6).dec(row.rx_queue, 6).put(' ').dec(row.tx_queue, 6).put(' ');
    endpoint(row.local, row.protocol);
    endpoint(row.remote, row.protocol);
    state(row);
    if (options_.extend > 0) user_and_inode(row);
    if (options_.programs) {
      out_.put(' ');
      const std::size_t start = out_.size();
      append_program(out_, owner);
      pad_to(out_, start, 20);
    }
    if (options_.timers) timer(row);
    out_.put('\n');
  }

 private:
  void endpoint(const Endpoint& endpoint, InetProtocol protocol) {
    const std::size_t start = out_.size();
    names_.append_host(out_, endpoint.address);
    const std::size_t host = out_.size() - start;
    out_.put(':');
    names_.append_port(out_, endpoint.port, protocol);
    const std::size_t port = out_.size() - start - host - 1;
    if (!options_.wide && host + port > kAddressShown) cut(start, host, port);
    pad_to(out_, start, kAddressWidth);
    out_.put(' ');
  }

  void cut(std::size_t start, std::size_t host, std::size_t port) {
    const std::size_t port_shown = std::min(port, kPortShown);
    const std::string shown_port(out_.view().substr(start + host + 1, port_shown));
    out_.truncate(start + std::min(host, kAddressShown - port_shown));
    out_.put(':').put(shown_port);
  }

  void state(const SocketRow& row) {
    if (row.protocol == InetProtocol::kRaw) {
      const std::size_t start = out_.size();
      out_.dec(static_cast<unsigned>(row.state));
      pad_to(out_, start, 11);
    } else {
      out_.left(row.protocol == InetProtocol::kTcp ? tcp_state_name(row.state) : udp_state_name(row.state), 11);
    }
  }

  void user_and_inode(const SocketRow& row) {
    out_.put(' ');
    std::size_t start = out_.size();
    if (const std::string_view name = names_.user(row.uid); !name.empty()) {
      append_escaped(out_, name);
    } else {
      out_.dec(row.uid);
    }
    pad_to(out_, start, 10);
    out_.put(' ');
    start = out_.size();
    out_.dec(row.inode);
    pad_to(out_, start, 10);
  }

  // "keepalive (55.12/0/0)": seconds, retransmissions, unanswered probes. Only TCP and raw have a timer by name.
  void timer(const SocketRow& row) {
    const bool is_udp = row.protocol == InetProtocol::kUdp || row.protocol == InetProtocol::kUdpLite;
    const auto kind = static_cast<unsigned>(row.timer);
    const std::string_view name = timer_name(row.timer);
    out_.put(' ');
    if (kind == 0) {
      out_.put("off (0.00");
    } else {
      if (is_udp && kind <= 2) {
        out_.put("on").dec(kind);
      } else if (is_udp || name.empty()) {
        out_.put("unkn-").dec(kind);
      } else {
        out_.put(name);
      }
      out_.put(" (").dec(row.timer_ticks / 100).put('.').dec(row.timer_ticks % 100, 2, '0');
    }
    out_.put('/').dec(is_udp ? 0 : row.retransmits).put('/').dec(row.timeouts).put(')');
  }

  TextBuffer& out_;
  const Options& options_;
  Names& names_;
};

// A table that the kernel does not have: an error when it was asked for by name, a note under -v. Returns the exit
// status.
int tell_missing(const Report& report, const Selection& chosen, std::string_view feature) {
  if (chosen.kinds_follow) return 0;
  if (chosen.named || report.options.verbose) tell_unsupported(feature);
  return chosen.named ? 1 : 0;
}

// One table's sockets that the options select. A missing IPv6 table is no error: the kernel has no IPv6 then.
template <typename F>
Result<int> each_of_table(const Report& report, const Selection& chosen, const Kind& kind, Family family, F&& f) {
  const Status read = kind.protocol ? for_each_socket(report.proc, {*kind.protocol, family},
                                                      [&](const SocketRow& row) {
                                                        if (is_shown(row, report.options)) f(row);
                                                      })
                                    : Status(system_failure(ENOENT, "openat", "net/sctp"));
  if (read) return 0;
  if (read.error().code != ENOENT && read.error().code != EACCES) return tl::unexpected(read.error());
  return family == Family::kIpv4 ? tell_missing(report, chosen, kind.feature) : 0;
}

// Every socket that the options select, table by table; the exit status that ends it early.
template <typename F>
Result<int> each_selected(const Report& report, F&& f) {
  const Selection chosen = select(report.options);
  for (const Kind& kind : kKinds) {
    if (!(chosen.*kind.wanted)) continue;
    for (const Family family : {Family::kIpv4, Family::kIpv6}) {
      if (!(family == Family::kIpv4 ? chosen.ipv4 : chosen.ipv6)) continue;
      const auto status = each_of_table(report, chosen, kind, family, f);
      if (!status || *status != 0) return status;
    }
  }
  return 0;
}

template <typename Emit>
Result<int> list(Report& report, Emit&& emit) {
  const bool needs_all = report.options.programs || !report.options.numeric_hosts;
  if (!needs_all) {
    Status written;
    const auto status = each_selected(report, [&](const SocketRow& row) {
      emit(row, SocketOwner{});
      if (written) written = report.out.flush_if_full();
    });
    if (!written) return tl::unexpected(written.error());
    return status;
  }
  std::vector<SocketRow> rows;
  const auto status = each_selected(report, [&](const SocketRow& row) { rows.push_back(row); });
  if (!status) return status;
  const SocketOwners owners = find_owners(report, [&](SocketOwners& wanted) {
    for (const SocketRow& row : rows) wanted.want(row.inode);
  });
  std::vector<IpAddress> addresses;
  for (const SocketRow& row : rows) addresses.insert(addresses.end(), {row.local.address, row.remote.address});
  report.names.look_up_hosts(addresses);
  for (const SocketRow& row : rows) {
    emit(row, owners.owner(row.inode));
    if (const Status written = report.out.flush_if_full(); !written) return tl::unexpected(written.error());
  }
  return status;
}

bool is_wanted(const Options&, const Selection& chosen) { return chosen.inet_sockets(); }

Result<int> print(Report& report) {
  SocketPrinter printer(report);
  printer.heading();
  return list(report, [&](const SocketRow& row, const SocketOwner& owner) { printer.row(row, owner); });
}

Result<int> print_json(Report& report) {
  JsonWriter json(report.out.text());
  return list(report, [&](const SocketRow& row, const SocketOwner& owner) {
    json_line(json, "socket", socket_columns(), ListedSocket{row, owner}, report.names);
  });
}

}  // namespace

const View kSocketsView{"sockets", is_wanted, print, print_json};

}  // namespace nd::netstat
