// The list of IP sockets, byte for byte as netstat lays it out: 23 columns an address, cut to 22 characters unless -W,
// blanks at the end of lines included, because scripts go by them. Rows are written while the kernel's table is read;
// only names and programs make it gather them first.
#include <algorithm>
#include <optional>
#include <vector>

#include "common/base/sort.h"
#include "common/sys/terminal.h"
#include "netstat/report_columns.h"
#include "netstat/socket_columns.h"
#include "netstat/sources/socket_list.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

constexpr std::size_t kAddressWidth = 23;
constexpr std::size_t kAddressShown = 22;  // host and port, without the colon
constexpr std::size_t kPortShown = 18;

// What a row may take: the marks of --watch stand before it.
std::size_t room_for_row(const Report& report) {
  const std::size_t columns = terminal_size().columns;
  return report.watch != nullptr && columns > Watch::kMarkWidth ? columns - Watch::kMarkWidth : columns;
}

void pad_to(TextBuffer& out, std::size_t start, std::size_t width) {
  const std::size_t used = out.size() - start;
  if (used < width) out.fill(width - used);
}

class SocketPrinter {
 public:
  SocketPrinter(Report& report)
      : out_(report.out.text()), options_(report.options), names_(report.names), room_(room_for_row(report)) {}

  void heading() {
    out_.put("Active Internet connections ").put(which_sockets(options_));
    out_.put("\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ");
    if (options_.extend > 0) out_.put(" User       Inode     ");
    if (options_.programs) out_.put(" PID/Program name    ");
    if (options_.timers) out_.put(" Timer");
    if (options_.peers) out_.put(" Peer PID/Program   ");
    if (options_.all_namespaces()) out_.put(" Namespace");
    out_.put('\n');
  }

  // On a terminal a row is cut only where it would not fit.
  void row(const ListedSocket& listed) {
    const std::size_t start = out_.size();
    cuts_ = !options_.wide && room_ == 0;
    put_row(listed);
    if (options_.wide || room_ == 0 || display_width(trimmed(out_.view().substr(start))) <= room_) return;
    out_.truncate(start);
    cuts_ = true;
    put_row(listed);
  }

 private:
  static std::string_view trimmed(std::string_view line) { return line.substr(0, line.find_last_not_of(" \n") + 1); }

  void put_row(const ListedSocket& listed) {
    const SocketRow& row = listed.row;
    out_.left(protocol_label(row), 6).dec(row.rx_queue, 6).put(' ').dec(row.tx_queue, 6).put(' ');
    endpoint(row.local, row.protocol);
    endpoint(row.remote, row.protocol);
    state(row);
    if (options_.extend > 0) user_and_inode(row);
    if (options_.programs) {
      out_.put(' ');
      const std::size_t start = out_.size();
      append_program(out_, listed.owner);
      pad_to(out_, start, 20);
    }
    if (options_.timers) timer(row);
    if (options_.peers) {
      out_.put(' ');
      const std::size_t start = out_.size();
      append_program(out_, listed.peer);
      pad_to(out_, start, 20);
    }
    if (!listed.network_namespace.empty()) {
      out_.put(' ');
      append_escaped(out_, listed.network_namespace);
    }
    out_.put('\n');
  }

  void endpoint(const Endpoint& endpoint, InetProtocol protocol) {
    const std::size_t start = out_.size();
    names_.append_host(out_, endpoint.address);
    const std::size_t host = out_.size() - start;
    out_.put(':');
    names_.append_port(out_, endpoint.port, protocol);
    const std::size_t port = out_.size() - start - host - 1;
    if (cuts_ && host + port > kAddressShown) cut(start, host, port);
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
      row.uid == kNoUid ? out_.put('-') : out_.dec(row.uid);
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
  std::size_t room_;  // columns of the terminal, 0: none
  bool cuts_ = true;
};

// -v: who is missing behind each "-".
void tell_unowned(const ListedSocket& listed) {
  if (listed.no_owner.empty()) return;
  TextBuffer text(160);
  text.put(protocol_label(listed.row)).put(' ');
  for (const Endpoint* end : {&listed.row.local, &listed.row.remote}) {
    append_address(text, end->address.unmapped());
    text.put(':').dec(end->port).put(end == &listed.row.local ? " " : ": ");
  }
  complain(kTool, text.put("no process to show: ").put(unowned_text(listed.no_owner)).view());
}

// What the columns tell of the namespace and of TCP, on lines of their own under the row, which stays netstat's.
void print_details(TextBuffer& out, const ListedSocket& socket, const Names& names) {
  if (socket.details == nullptr) return;
  bool first = true;
  for (const SocketColumn& column : tcp_columns()) {
    const Cell cell = column.cell(socket, names);
    if (std::holds_alternative<std::monostate>(cell)) continue;
    out.put(first ? "      " : " ").put(column.id).put('=');
    append_cell(out, cell);
    first = false;
  }
  if (!first) out.put('\n');
}

void sort_sockets(SocketList& list, const Options& options, const Names& names) {
  if (options.sort.empty()) return;
  const SortKey key(options.sort);
  const SocketColumn* column = find_column(key.id);
  if (column == nullptr) return;
  sort_by(list.sockets, [&](const ListedSocket& a, const ListedSocket& b) {
    return comes_before(*column, key.descending, a, b, names);
  });
}

// What a socket is known by from round to round: it keeps its ends when its process lets go of it, and those that share
// an address differ in the inode.
std::string key_of(const ListedSocket& listed) {
  const SocketRow& row = listed.row;
  TextBuffer key(128);
  key.put(listed.network_namespace).put(' ').put(protocol_label(row)).put(' ');
  append_address(key, row.local.address);
  key.put(' ').dec(row.local.port).put(' ');
  append_address(key, row.remote.address);
  key.put(' ').dec(row.remote.port);
  if (row.protocol != InetProtocol::kTcp || row.remote.port == 0) key.put(' ').dec(row.inode);
  return std::string(key.view());
}

// With --watch, unless the rows are gathered in a table.
bool marks_rows(const Report& report) {
  return report.watch != nullptr && (report.options.json || report.options.columns.empty());
}

ColumnNames socket_column_names() {
  ColumnNames all;
  for (const auto columns : {socket_columns(), namespace_columns(), tcp_columns(), peer_columns()}) {
    const ColumnNames names = names_of(columns);
    all.insert(all.end(), names.begin(), names.end());
  }
  return all;
}

// Hands each socket to `emit`: at once where that can be, else when all are known.
template <typename Emit>
Result<int> list(Report& report, Emit&& emit) {
  if (!needs_gathering(report.options)) {
    Status written;
    ListedSocket listed;
    const auto status = for_each_selected_socket(report, [&](const DiagSocket& socket) {
      listed.row = socket.row;
      const std::size_t start = report.out.text().size();
      emit(listed);
      if (marks_rows(report)) report.end_row(start, key_of(listed));
      ++report.shown;
      if (written) written = report.out.flush_if_full();
    });
    if (!written) return tl::unexpected(written.error());
    return status;
  }
  auto gathered = gather_sockets(report);
  if (!gathered) return tl::unexpected(gathered.error());
  std::vector<IpAddress> addresses;
  if (!report.options.numeric_hosts) {
    for (const ListedSocket& each : gathered->sockets) {
      addresses.insert(addresses.end(), {each.row.local.address, each.row.remote.address});
    }
  }
  report.names.look_up_hosts(addresses);
  sort_sockets(*gathered, report.options, report.names);
  report.shown += gathered->sockets.size();
  if (report.options.verbose) {
    for (const ListedSocket& each : gathered->sockets) tell_unowned(each);
  }
  for (const ListedSocket& each : gathered->sockets) {
    const std::size_t start = report.out.text().size();
    emit(each);
    if (marks_rows(report)) report.end_row(start, key_of(each));
    if (const Status written = report.out.flush_if_full(); !written) return tl::unexpected(written.error());
  }
  return gathered->status;
}

bool is_wanted(const Options& options, const Selection& chosen) { return chosen.inet_sockets() && !options.summary; }

// --columns: as wide as the widest cell.
Result<int> print_table(Report& report) {
  ColumnTable<ListedSocket, Names> table(chosen_columns(report.options));
  const auto status = list(report, [&](const ListedSocket& socket) { table.add(socket, report.names); });
  report.put_table(table);
  return status;
}

Result<int> print(Report& report) {
  if (!report.options.columns.empty()) return print_table(report);
  SocketPrinter printer(report);
  printer.heading();
  return list(report, [&](const ListedSocket& socket) {
    printer.row(socket);
    print_details(report.out.text(), socket, report.names);
  });
}

Result<int> print_json(Report& report) {
  const auto columns = chosen_columns(report.options);
  JsonWriter json(report.out.text());
  return list(report, [&](const ListedSocket& socket) { json_line(json, "socket", columns, socket, report.names); });
}

}  // namespace

const View kSocketsView{"sockets", is_wanted, print, print_json, socket_column_names};

}  // namespace nd::netstat
