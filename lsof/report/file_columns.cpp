#include "lsof/report/file_columns.h"

#include "common/parse/address.h"
#include "lsof/criteria.h"
#include "lsof/report/values.h"
#include "lsof/text.h"

namespace nd::lsof {
namespace {

Cell text_or_null(std::string_view text) { return text.empty() ? Cell{} : Cell{std::string(text)}; }
Cell number(std::int64_t value) { return value; }
Cell known(const FileRow& row, Known what, std::uint64_t value) { return row.file.has(what) ? Cell{value} : Cell{}; }

template <typename Put>
Cell made(Put&& put) {
  TextBuffer text(64);
  put(text);
  return text_or_null(text.view());
}

std::string_view access_word(char access) {
  return access == 'r' ? "read" : access == 'w' ? "write" : access == 'u' ? "read_write" : "";
}

bool has_remote(const SocketRow& socket) { return !socket.remote.address.is_unspecified() || socket.remote.port != 0; }

Cell address_cell(const FileRow& row, bool local) {
  const SocketRow* socket = row.file.socket;
  if (socket == nullptr || (!local && !has_remote(*socket))) return {};
  return (local ? socket->local : socket->remote).address.unmapped();
}

Cell port_cell(const FileRow& row, bool local) {
  const SocketRow* socket = row.file.socket;
  if (socket == nullptr || (!local && !has_remote(*socket))) return {};
  return std::uint64_t{(local ? socket->local : socket->remote).port};
}

Cell state_cell(const FileRow& row) {
  const SocketRow* socket = row.file.socket;
  if (socket != nullptr && socket->protocol == InetProtocol::kTcp) return tcp_state_name(socket->state);
  return text_or_null(row.file.state);
}

Cell descriptor_cell(const FileRow& row) {
  return made([&](TextBuffer& out) {
    append_fd(out, row.file.fd);
    if (row.file.access != ' ') out.put(row.file.access);
    if (row.file.lock != ' ') out.put(row.file.lock);
  });
}

Cell name_cell(const FileRow& row) {
  if (row.file.socket == nullptr) return row.file.name;
  return made([&](TextBuffer& out) { row.names.append_endpoints(out, *row.file.socket); });
}

using R = const FileRow&;
constexpr FileColumn kColumns[] = {
    {"command", "COMMAND", Align::kLeft,
     [](R r) { return r.style == nullptr ? Cell{r.process.command} : Cell{command_text(r.process.command, *r.style)}; },
     "The process's name in the kernel"},
    {"pid", "PID", Align::kRight, [](R r) { return number(r.process.pid); }, "The process"},
    {"tid", "TID", Align::kRight, [](R r) { return r.process.tid == 0 ? Cell{} : number(r.process.tid); },
     "The thread, with -K"},
    {"ppid", "PPID", Align::kRight, [](R r) { return number(r.process.ppid); }, "Its parent"},
    {"pgid", "PGID", Align::kRight, [](R r) { return number(r.process.pgid); }, "Its process group"},
    {"uid", "UID", Align::kRight, [](R r) { return number(r.process.uid); }, "Its effective user, as a number"},
    {"user", "USER", Align::kLeft, [](R r) { return Cell{r.names.user(r.process.uid)}; }, "The same by name"},
    {"descriptor", "FD", Align::kLeft, descriptor_cell, "What lsof shows as FD: 3uW, cwd"},
    {"fd", "FD-NUMBER", Align::kRight,
     [](R r) { return r.file.fd.kind == FdName::kNumber ? number(r.file.fd.number) : Cell{}; },
     "The descriptor, if it is one"},
    {"role", "ROLE", Align::kLeft, [](R r) { return text_or_null(fd_word(r.file.fd.kind)); },
     "cwd, rtd, txt, mem, DEL or NOFD where it is none"},
    {"access", "ACCESS", Align::kLeft, [](R r) { return text_or_null(access_word(r.file.access)); },
     "read, write or read_write"},
    {"file_type", "TYPE", Align::kLeft, [](R r) { return made([&](TextBuffer& out) { append_type(out, r.file); }); },
     "REG, DIR, FIFO, IPv4 ..."},
    {"kind", "KIND", Align::kLeft, [](R r) { return text_or_null(r.file.kind); }, "file, pipe, tcp, unix, eventfd ..."},
    {"device", "DEVICE", Align::kLeft,
     [](R r) { return r.file.has(kDevice) ? Cell{device_text(r.file.device)} : Cell{}; },
     "Major and minor number of the file system"},
    {"size", "SIZE", Align::kRight, [](R r) { return known(r, kSize, r.file.size); }, "Bytes"},
    {"held_bytes", "HELD", Align::kRight, [](R r) { return known(r, kSize, r.file.blocks * 512); },
     "Bytes that it takes on the file system"},
    {"position", "OFFSET", Align::kRight, [](R r) { return r.file.has(kOffset) ? number(r.file.offset) : Cell{}; },
     "Where it is read or written next"},
    {"links", "NLINK", Align::kRight, [](R r) { return known(r, kLinks, r.file.links); }, "Names that it has"},
    {"deleted", "DELETED", Align::kLeft, [](R r) { return Cell{r.file.deleted().value_or(false)}; },
     "Whether it has none any more"},
    {"inode", "NODE", Align::kRight, [](R r) { return known(r, kInode, r.file.inode); }, "Its number there"},
    {"protocol", "PROTOCOL", Align::kLeft, [](R r) { return text_or_null(r.file.protocol); }, "Of a socket"},
    {"state", "STATE", Align::kLeft, state_cell, "Of a socket"},
    {"local_address", "LOCAL-ADDRESS", Align::kLeft, [](R r) { return address_cell(r, true); }, "Bound to"},
    {"local_port", "LOCAL-PORT", Align::kRight, [](R r) { return port_cell(r, true); }, "Bound to"},
    {"remote_address", "REMOTE-ADDRESS", Align::kLeft, [](R r) { return address_cell(r, false); }, "The other end"},
    {"remote_port", "REMOTE-PORT", Align::kRight, [](R r) { return port_cell(r, false); }, "The other end"},
    {"network_namespace", "NETNS", Align::kLeft, [](R r) { return text_or_null(r.file.network_name); },
     "Of a socket, with --netns; - is our own"},
    {"name", "NAME", Align::kLeft, name_cell, "Path, ends of a connection, or what the kernel tells"},
};

}  // namespace

std::span<const FileColumn> file_columns() { return kColumns; }

std::vector<FilterColumn> filter_columns() {
  std::vector<FilterColumn> columns;
  for (const FileColumn& column : kColumns) {
    const bool is_address = column.id.ends_with("_address");
    const CellKind kind = is_address                      ? CellKind::kAddress
                          : column.id == "deleted"        ? CellKind::kTruth
                          : column.align == Align::kRight ? CellKind::kNumber
                                                          : CellKind::kText;
    columns.push_back({column.id, kind, is_address ? parse_address : nullptr});
  }
  return columns;
}

}  // namespace nd::lsof
