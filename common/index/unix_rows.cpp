#include "common/index/unix_rows.h"

#include <optional>
#include <unordered_set>
#include <utility>

#include "common/base/field_reader.h"
#include "common/index/inode_map.h"
#include "common/parse/proc_net_unix.h"

namespace nd {
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

}  // namespace

std::vector<UnixSocketRow> genuine_unix_rows(std::string_view text, const AskUnixDiag& ask,
                                             const WantUnixSocket& wanted) {
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
      // One with a name is needed for the next line.
      if (has_name || !wanted || wanted(row->inode)) rows.push_back(*std::move(row));
    } else if (!heading && fits) {
      rows.back().path.append("\n").append(line);
    }
    heading = false;
  });
  return rows;
}

}  // namespace nd
