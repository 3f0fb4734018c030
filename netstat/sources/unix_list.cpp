#include "netstat/sources/unix_list.h"

#include "netstat/selection.h"
#include "netstat/sources/diag.h"
#include "netstat/sources/every_namespace.h"

namespace nd::netstat {
namespace {

Status ask_diag(const Report& report, const std::function<void(const DiagUnixSocket&)>& f) {
  auto diag = open_diag(report);
  if (!diag) return tl::unexpected(diag.error());
  return diag->unix_sockets(f);
}

Status read_proc(const Report& report, const std::function<void(UnixSocketRow)>& f) {
  const auto text = report.proc.read("net/unix");
  if (!text) return tl::unexpected(text.error());
  std::vector<UnixSocketRow> known;
  Status asked;
  const auto ask = [&]() -> const std::vector<UnixSocketRow>* {
    if (!report.is_live()) return nullptr;
    asked = ask_diag(report, [&](const DiagUnixSocket& socket) { known.push_back(socket.row); });
    return asked ? &known : nullptr;
  };
  for (UnixSocketRow& row : genuine_unix_rows(*text, ask)) f(std::move(row));
  if (!asked) {
    complain(kTool, report.proc.path() +
                        "/net/unix: a row may be part of a name (sock_diag, which would tell, fails: " +
                        asked.error().message() + ")");
  }
  return {};
}

Status read_one(const Report& report, std::string_view name, UnixTable& table) {
  const auto add_peer = [&](const DiagUnixSocket& socket) {
    if (socket.row.inode != 0 && socket.peer != 0) table.peers[socket.row.inode] = socket.peer;
  };
  const auto from_proc = [&](const auto&) {
    return read_proc(report, [&](UnixSocketRow row) { table.entries.push_back({std::move(row), name}); });
  };
  if (report.is_live() && report.options.source == Source::kDiag) {
    return read_either<DiagUnixSocket>([&](const auto& f) { return ask_diag(report, f); }, from_proc,
                                       [&](const DiagUnixSocket& socket) {
                                         add_peer(socket);
                                         table.entries.push_back({socket.row, name});
                                       });
  }
  const Status read = from_proc(0);
  if (!read || !report.options.peers || !report.is_live()) return read;
  if (const Status asked = ask_diag(report, add_peer); !asked) complain(kTool, asked.error().message());
  return read;
}

}  // namespace

Result<UnixTable> read_unix(const Report& report) {
  UnixTable table;
  if (!report.options.all_namespaces()) {
    const Status read = read_one(report, {}, table);
    if (!read) return tl::unexpected(read.error());
    return table;
  }
  const auto namespaces = list_namespaces(report.processes);
  if (!namespaces) return tl::unexpected(namespaces.error());
  for (const NetworkNamespace& each : *namespaces) table.namespaces.push_back(each.name);
  const bool tells = !select(report.options).inet_sockets();  // else that list has told
  Status status;
  for (std::size_t i = 0; i < namespaces->size(); ++i) {
    report_namespace(report, (*namespaces)[i], tells, [&](const Report& there) {
      Status read = read_one(there, table.namespaces[i], table);
      if (!read && !process_ended(there)) status = std::move(read);
    });
  }
  if (!status && table.entries.empty()) return tl::unexpected(status.error());
  return table;
}

}  // namespace nd::netstat
