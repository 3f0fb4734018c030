#include "netstat/sources/unix_list.h"

#include <optional>
#include <unordered_set>
#include <utility>

#include "common/base/field_reader.h"
#include "common/parse/proc_net_unix.h"
#include "netstat/selection.h"
#include "netstat/sources/diag.h"
#include "netstat/sources/every_namespace.h"

namespace nd::netstat {
namespace {

constexpr std::size_t kLongestName = 108;  // sun_path

bool continues(std::string_view name, std::string_view beginning, std::string_view line) {
  if (!name.starts_with(beginning)) return false;
  name.remove_prefix(beginning.size());
  if (!name.starts_with('\n') || !name.substr(1).starts_with(line)) return false;
  name.remove_prefix(1 + line.size());
  return name.empty() || name.front() == '\n';
}

// The names of all sockets, by inode; those that nobody has accepted yet have none, and the name of their listener.
class UnixNames {
 public:
  explicit UnixNames(const std::vector<UnixSocketRow>& rows) {
    for (const UnixSocketRow& row : rows) {
      if (row.inode != 0) by_inode_[row.inode] = &row.path;
      if (row.path.empty()) continue;
      all_.insert(row.path);
      if (row.path.find('\n') != std::string::npos) broken_.push_back(row.path);
    }
  }

  // Whether `line`, which reads as `row`, goes on with the name of the row before.
  bool is_name(const UnixSocketRow& before, std::string_view line, const UnixSocketRow& row) const {
    if (before.inode != 0) {
      const std::string* const* name = by_inode_.find(before.inode);
      if (name == nullptr) return !vouches_for(row);  // gone meanwhile
      return **name != before.path && (continues(**name, before.path, line) || !vouches_for(row));
    }
    for (const std::string_view name : broken_) {
      if (continues(name, before.path, line)) return true;
    }
    return !all_.contains(before.path) && !vouches_for(row);
  }

 private:
  bool vouches_for(const UnixSocketRow& row) const {
    if (row.inode == 0) return row.path.empty() || all_.contains(row.path);
    const std::string* const* name = by_inode_.find(row.inode);
    return name != nullptr && (*name)->starts_with(row.path);
  }

  InodeMap<const std::string*> by_inode_;
  std::unordered_set<std::string_view> all_;
  std::vector<std::string_view> broken_;  // with a newline
};

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

std::vector<UnixSocketRow> genuine_unix_rows(std::string_view text, const AskUnixDiag& ask) {
  std::vector<UnixSocketRow> rows;
  std::optional<UnixNames> names;
  bool asked = false, has_name = false, heading = true;
  const auto is_name = [&](std::string_view line, const UnixSocketRow& row) {
    if (!std::exchange(asked, true)) {
      if (const auto* known = ask()) names.emplace(*known);
    }
    return names && names->is_name(rows.back(), line, row);
  };
  for_each_line(text, [&](std::string_view line) {
    auto row = parse_unix_row(line);
    const bool fits = has_name && rows.back().path.size() + 1 + line.size() <= kLongestName;
    if (row && !(fits && is_name(line, *row))) {
      has_name = !row->path.empty() || line.ends_with(' ');
      rows.push_back(*std::move(row));
    } else if (!heading && fits) {
      rows.back().path.append("\n").append(line);
    }
    heading = false;
  });
  return rows;
}

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
      if (Status read = read_one(there, table.namespaces[i], table); !read) status = std::move(read);
    });
  }
  if (!status && table.entries.empty()) return tl::unexpected(status.error());
  return table;
}

}  // namespace nd::netstat
