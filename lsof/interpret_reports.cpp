// The options of reports that lsof has not: which report, and what goes with it.
#include <algorithm>

#include "lsof/options.h"
#include "lsof/report/file_columns.h"

namespace nd::lsof {
namespace {

struct Asked {
  bool given;
  std::string_view option;
  Report report;
};

Failure refused(std::string reason) { return input_failure("", std::move(reason), "try --help"); }

// What an overview counts has no names that may be left out; only what lies behind descriptors is counted.
FdList all_but_descriptors() { return {.exclude = true, .numbers = {}, .words = {"cwd", "rtd", "txt", "mem", "DEL"}}; }

Status read_kind(const RawOptions& raw, Options& options) {
  const Asked asked[] = {{raw.deleted, "--deleted", Report::kDeleted},
                         {raw.ipc, "--ipc", Report::kIpc},
                         {raw.top, "--top", Report::kTop},
                         {!raw.watched.empty(), "--watchers", Report::kWatchers}};
  std::string_view first;
  for (const Asked& report : asked) {
    if (!report.given) continue;
    if (!first.empty()) {
      return refused(std::string(first) + " and " + std::string(report.option) + " are mutually exclusive");
    }
    first = report.option;
    options.report = report.report;
  }
  if (first.empty()) return {};
  if (options.output == Output::kPids || options.output == Output::kFields) {
    return refused(std::string(first) + " excludes -F and -t");
  }
  options.watched = raw.watched;
  options.shows_tasks = options.criteria.tasks;
  const bool only_descriptors = options.report == Report::kTop || options.report == Report::kWatchers;
  if (only_descriptors && options.criteria.fds.empty()) options.criteria.fds = all_but_descriptors();
  return {};
}

}  // namespace

Status read_reports(const RawOptions& raw, Options& options) {
  if (Status done = read_kind(raw, options); !done) return done;
  if (raw.filter.empty()) return {};
  std::vector<std::string_view> ids;
  for (const auto& column : file_columns()) ids.push_back(column.id);
  auto filter = CellFilter::parse(raw.filter, ids);
  if (!filter) return tl::unexpected(filter.error());
  options.filter = std::move(*filter);
  return {};
}

}  // namespace nd::lsof
