#include "netstat/column_check.h"

#include <algorithm>

#include "netstat/report_columns.h"
#include "netstat/selection.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

// The report that stands alone, or the lists. Without a list that is named any list of sockets will do: the one that
// has the columns is shown.
std::vector<const View*> reports_of(const Options& options) {
  Options plain = options;
  plain.columns.clear();
  plain.sort.clear();
  const Selection chosen = select(plain);
  for (const View* view : views()) {
    if ((stands_alone(*view) || view == &kSummaryView) && view->is_wanted(plain, chosen)) return {view};
  }
  std::vector<const View*> lists;
  if (chosen.inet_sockets() || chosen.unix_sockets) lists = {&kSocketsView, &kUnixView};
  if (chosen.groups) lists.push_back(&kGroupsView);
  return lists;
}

ColumnNames known_in(const std::vector<const View*>& reports) {
  ColumnNames known;
  for (const View* view : reports) {
    if (view->column_names == nullptr) continue;
    for (const std::string_view name : view->column_names()) {
      if (std::ranges::count(known, name) == 0) known.push_back(name);
    }
  }
  return known;
}

Status check(const std::string& option, std::string_view id, const ColumnNames& known) {
  if (known.empty()) return input_failure(option, "this report has no columns");
  if (std::ranges::count(known, id) > 0) return {};
  std::string list;
  for (const std::string_view name : known) list.append(list.empty() ? "" : ", ").append(name);
  return input_failure(option + " " + std::string(id), "unknown column", list);
}

}  // namespace

Status check_columns(const Options& options) {
  if (options.columns.empty() && options.sort.empty()) return {};
  const std::vector<const View*> reports = reports_of(options);
  const ColumnNames known = known_in(reports);
  for (const std::string& id : options.columns) {
    if (Status checked = check("--columns", id, known); !checked) return checked;
  }
  if (!options.sort.empty()) {
    if (Status checked = check("--sort", SortKey(options.sort).id, known); !checked) return checked;
  }
  const bool is_list = !reports.empty() && !stands_alone(*reports.front());
  if (!is_list || select(options).columns_fit) return {};
  return input_failure(options.columns.empty() ? "--sort" : "--columns", "no column of what is listed");
}

}  // namespace nd::netstat
