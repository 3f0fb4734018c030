// The list of Unix domain sockets as netstat lays it out, which cuts a name at its first blank; JSON has all of it.
// What could move the cursor is escaped.
#include <algorithm>
#include <array>

#include "common/base/sort.h"
#include "common/render/column.h"
#include "netstat/report_columns.h"
#include "netstat/sources/unix_list.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

constexpr std::uint32_t kAccepting = 1U << 16;  // __SO_ACCEPTCON and its neighbours of long ago
constexpr std::uint32_t kWaitData = 1U << 17;
constexpr std::uint32_t kNoSpace = 1U << 18;

std::string_view type_name(std::uint16_t type) {
  static constexpr std::array<std::string_view, 6> kNames = {"UNKNOWN", "STREAM", "DGRAM", "RAW", "RDM", "SEQPACKET"};
  return type < kNames.size() ? kNames[type] : "UNKNOWN";
}

std::string_view state_name(const UnixSocketRow& row) {
  switch (row.state) {
    case UnixState::kFree:
      return "FREE";
    case UnixState::kUnconnected:
      return row.is_listening() ? "LISTENING" : "";
    case UnixState::kConnecting:
      return "CONNECTING";
    case UnixState::kConnected:
      return "CONNECTED";
    case UnixState::kDisconnecting:
      return "DISCONNECTING";
  }
  return "UNKNOWN";
}

std::string flags_text(const UnixSocketRow& row) {
  std::string text = "[ ";
  if ((row.flags & kAccepting) != 0) text += "ACC ";
  if ((row.flags & kWaitData) != 0) text += "W ";
  if ((row.flags & kNoSpace) != 0) text += "N ";
  return text + "]";
}

bool is_shown(const UnixSocketRow& row, const Options& options) {
  const bool serves = row.state == UnixState::kUnconnected && row.is_listening();
  return options.all || serves == options.listening;
}

std::string_view shown_path(const UnixSocketRow& row) {
  std::string_view path = row.path;
  path.remove_prefix(std::min(path.find_first_not_of(" \t\v\f\r\n"), path.size()));
  return path.substr(0, path.find_first_of(" \t\v\f\r"));
}

struct ListedUnix {
  const UnixSocketRow& row;
  SocketOwner owner;
  std::string_view network_namespace;  // with --netns all
  std::uint64_t peer_inode = 0;        // with --peers, 0: none
  SocketOwner peer = {};
  std::string_view no_owner = {};
};
using UnixColumn = Column<ListedUnix>;

Cell text_or_null(std::string_view text) { return text.empty() ? Cell{} : Cell{std::string(text)}; }

constexpr UnixColumn kColumns[] = {
    {"ref_count", "RefCnt", Align::kRight,
     [](const ListedUnix& s) { return s.row.ref_count == 0 ? Cell{} : Cell{std::uint64_t{s.row.ref_count}}; },
     "References the kernel holds"},
    {"listening", "Listening", Align::kLeft, [](const ListedUnix& s) { return Cell{s.row.is_listening()}; },
     "Takes connections"},
    {"socket_type", "Type", Align::kLeft, [](const ListedUnix& s) { return Cell{std::string(type_name(s.row.type))}; },
     "STREAM, DGRAM or SEQPACKET"},
    {"state", "State", Align::kLeft, [](const ListedUnix& s) { return text_or_null(state_name(s.row)); },
     "LISTENING, CONNECTING, CONNECTED or nothing"},
    {"inode", "I-Node", Align::kRight, [](const ListedUnix& s) { return Cell{s.row.inode}; }, "The socket's number"},
    {"path", "Path", Align::kLeft, [](const ListedUnix& s) { return text_or_null(s.row.path); },
     "What it is bound to; @ begins an abstract name"},
    {"pid", "PID", Align::kRight,
     [](const ListedUnix& s) { return s.owner.holder ? Cell{std::int64_t{s.owner.holder->pid}} : Cell{}; },
     "The first process that holds it, with -p"},
    {"fd", "FD", Align::kRight,
     [](const ListedUnix& s) { return s.owner.holder ? Cell{std::int64_t{s.owner.fd}} : Cell{}; },
     "Its descriptor there"},
    {"program", "Program", Align::kLeft,
     [](const ListedUnix& s) {
       return s.owner.holder ? Cell{std::string(program_name(s.owner.holder->argv0()))} : Cell{};
     },
     "The name the process was started by, which it can change"},
    {"command", "Command", Align::kLeft,
     [](const ListedUnix& s) { return s.owner.holder ? Cell{s.owner.holder->comm} : Cell{}; },
     "The process's name in the kernel"},
    {"no_owner", "No Owner", Align::kLeft, [](const ListedUnix& s) { return text_or_null(s.no_owner); },
     "Why no process can be shown: not_accepted, no_permission, kernel or other_namespace"},
};

constexpr UnixColumn kPeerColumns[] = {
    {"peer_inode", "Peer I-Node", Align::kRight,
     [](const ListedUnix& s) { return s.peer_inode != 0 ? Cell{s.peer_inode} : Cell{}; },
     "The socket at the other end, with --peers"},
    {"peer_pid", "Peer PID", Align::kRight,
     [](const ListedUnix& s) { return s.peer.holder ? Cell{std::int64_t{s.peer.holder->pid}} : Cell{}; },
     "The first process that holds that"},
    {"peer_program", "Peer Program", Align::kLeft,
     [](const ListedUnix& s) {
       return s.peer.holder ? Cell{std::string(program_name(s.peer.holder->argv0()))} : Cell{};
     },
     "Its name"},
};

constexpr UnixColumn kNamespaceColumns[] = {
    {"network_namespace", "Namespace", Align::kLeft,
     [](const ListedUnix& s) { return text_or_null(s.network_namespace); },
     "The network namespace, with --netns all; - is our own"},
};

const UnixColumn* find_unix_column(std::string_view id) {
  for (const std::span<const UnixColumn> columns :
       {std::span<const UnixColumn>(kColumns), std::span<const UnixColumn>(kNamespaceColumns),
        std::span<const UnixColumn>(kPeerColumns)}) {
    for (const UnixColumn& column : columns) {
      if (column.id == id) return &column;
    }
  }
  return nullptr;
}

ColumnNames unix_column_names() {
  ColumnNames all;
  for (const std::span<const UnixColumn> columns :
       {std::span<const UnixColumn>(kColumns), std::span<const UnixColumn>(kNamespaceColumns),
        std::span<const UnixColumn>(kPeerColumns)}) {
    const ColumnNames names = names_of(columns);
    all.insert(all.end(), names.begin(), names.end());
  }
  return all;
}

// Those of --columns that Unix sockets have, else all.
std::vector<const UnixColumn*> columns_for(const Options& options) {
  std::vector<const UnixColumn*> chosen;
  for (const std::string& id : options.columns) {
    if (const UnixColumn* column = find_unix_column(id)) chosen.push_back(column);
  }
  if (!options.columns.empty()) return chosen;
  for (const UnixColumn& column : kColumns) chosen.push_back(&column);
  if (options.all_namespaces()) chosen.push_back(kNamespaceColumns);
  if (options.peers) {
    for (const UnixColumn& column : kPeerColumns) chosen.push_back(&column);
  }
  return chosen;
}

// The order in which they are shown: the kernel's, or that of --sort.
std::vector<std::size_t> order_of(const std::vector<ListedUnix>& sockets, const Options& options) {
  const SortKey key(options.sort);
  const UnixColumn* column = find_unix_column(key.id);
  return order_by(sockets.size(), [&](std::size_t a, std::size_t b) {
    return column != nullptr && comes_before(*column, key.descending, sockets[a], sockets[b]);
  });
}

void put_program(TextBuffer& out, const SocketOwner& owner) {
  out.put(' ');
  const std::size_t before = out.size();
  append_program(out, owner);
  while (out.size() < before + 20) out.put(' ');
}

void print_row(Report& report, const ListedUnix& listed) {
  const UnixSocketRow& row = listed.row;
  TextBuffer& out = report.out.text();
  const std::size_t start = out.size();
  out.left(row.protocol == 0 ? "unix" : "??", 5).put(' ');
  row.ref_count == 0 ? out.put('-') : out.dec(row.ref_count);  // sock_diag does not tell it
  while (out.size() < start + 12) out.put(' ');
  out.put(' ').left(flags_text(row), 11).put(' ').left(type_name(row.type), 10).put(' ');
  out.left(state_name(row), 13).put(' ').left(std::to_string(row.inode), 8);
  if (report.options.programs) put_program(out, listed.owner);
  if (report.options.peers) put_program(out, listed.peer);
  if (!listed.network_namespace.empty()) {
    out.put(' ');
    const std::size_t before = out.size();
    append_escaped(out, listed.network_namespace);
    while (out.size() < before + 20) out.put(' ');
  }
  out.put(' ');
  append_escaped(out, shown_path(row));
  out.put('\n');
}

void print_heading(Report& report) {
  TextBuffer& out = report.out.text();
  out.put("Active UNIX domain sockets ").put(which_sockets(report.options));
  out.put("\nProto RefCnt Flags       Type       State         I-Node  ");
  if (report.options.programs) out.put(" PID/Program name    ");
  if (report.options.peers) out.put(" Peer PID/Program    ");
  if (report.options.all_namespaces()) out.put(" Namespace           ");
  out.put(" Path\n");
}

void tell_unowned(const ListedUnix& listed) {
  complain(kTool, "unix " + std::to_string(listed.row.inode) + " " + listed.row.path +
                      ": no process to show: " + std::string(unowned_text(listed.no_owner)));
}

std::string key_of(const UnixSocketRow& row) {
  return row.inode == 0 ? row.path + " " + std::to_string(row.kernel_address) : std::to_string(row.inode);
}

template <typename Emit>
Result<int> list(Report& report, Emit&& emit) {
  auto table = read_unix(report);
  if (!table) {
    const int code = table.error().code;
    if (code != ENOENT && code != EACCES) return tl::unexpected(table.error());
    const bool named = select(report.options).named;
    if (named || report.options.verbose) tell_unsupported("AF UNIX");
    return named ? 1 : 0;
  }
  std::vector<UnixEntry>& entries = table->entries;
  std::erase_if(entries, [&](const UnixEntry& each) { return !is_shown(each.row, report.options); });
  const auto peer_of = [&](const UnixSocketRow& row) {
    const std::uint64_t* peer = table->peers.find(row.inode);
    return peer == nullptr ? 0 : *peer;
  };
  const SocketOwners owners = find_owners(report, [&](SocketOwners& wanted) {
    for (const auto& [row, where] : entries) {
      wanted.want(row.inode);
      wanted.want(peer_of(row));
    }
  });
  std::vector<ListedUnix> sockets;
  for (const auto& [row, where] : entries) {
    const SocketOwner owner = owners.owner(row.inode);
    if (report.options.filter.is_about_ip() || !report.options.filter.matches(owner)) continue;
    ListedUnix& listed = sockets.emplace_back(ListedUnix{row, owner, where, peer_of(row), owners.owner(peer_of(row))});
    if (report.options.programs && owner.holder == nullptr) {
      listed.no_owner = why_unowned(report, owners, row.inode, TcpState::kListen);
      if (report.options.verbose) tell_unowned(listed);
    }
  }
  for (const std::size_t at : order_of(sockets, report.options)) {
    const ListedUnix& listed = sockets[at];
    const std::size_t start = report.out.text().size();
    emit(listed);
    if (report.options.json || report.options.columns.empty()) report.end_row(start, key_of(listed.row));
    ++report.shown;
    if (const Status written = report.out.flush_if_full(); !written) return tl::unexpected(written.error());
  }
  return 0;
}

bool is_wanted(const Options&, const Selection& chosen) { return chosen.unix_sockets; }

// --columns: as wide as the widest cell.
Result<int> print_table(Report& report) {
  ColumnTable<ListedUnix> table(columns_for(report.options));
  const auto status = list(report, [&](const ListedUnix& listed) { table.add(listed); });
  report.put_table(table);
  return status;
}

Result<int> print(Report& report) {
  if (!report.options.columns.empty()) return print_table(report);
  print_heading(report);
  return list(report, [&](const ListedUnix& listed) { print_row(report, listed); });
}

Result<int> print_json(Report& report) {
  JsonWriter json(report.out.text());
  const auto columns = columns_for(report.options);
  return list(report, [&](const ListedUnix& listed) { json_line(json, "unix_socket", columns, listed); });
}

}  // namespace

const View kUnixView{"unix", is_wanted, print, print_json, unix_column_names};

}  // namespace nd::netstat
