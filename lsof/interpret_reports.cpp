// The options of reports that lsof has not: which report, and what goes with it.
#include <algorithm>

#include "common/cli/seconds.h"
#include "common/render/column_table.h"
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
FdList all_but_descriptors() {
  return {.exclude = true, .numbers = {}, .words = {"cwd", "rtd", "txt", "mem", "DEL"}, .selects = false};
}

Status read_kind(const RawOptions& raw, Options& options) {
  const Asked asked[] = {{raw.deleted, "--deleted", Report::kDeleted},
                         {raw.graph, "--graph", Report::kGraph},
                         {raw.ipc, "--ipc", Report::kIpc},
                         {!raw.leaks.empty(), "--leaks", Report::kLeaks},
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
  if (options.output != Output::kTable && options.output != Output::kJson) {
    return refused(std::string(first) + " excludes -F, -J, -j and -t");
  }
  if (options.report == Report::kGraph && options.output == Output::kJson) return refused("--graph excludes --json");
  options.watched = raw.watched;
  options.shows_tasks = options.criteria.tasks;
  const bool only_descriptors =
      options.report == Report::kTop || options.report == Report::kWatchers || options.report == Report::kLeaks;
  if (only_descriptors && options.criteria.fds.empty()) options.criteria.fds = all_but_descriptors();
  return {};
}

Status read_filter(const RawOptions& raw, Options& options) {
  if (raw.filter.empty()) return {};
  auto filter = CellFilter::parse(raw.filter, filter_columns());
  if (!filter) return tl::unexpected(filter.error());
  options.filter = std::move(*filter);
  return {};
}

// --columns, --sort and --watch make a listing one of rows, each with its process.
Status read_file_list(const RawOptions& raw, Options& options) {
  if (!raw.columns.empty()) {
    auto columns = choose_columns(file_columns(), raw.columns);
    if (!columns)
      return input_failure("--columns " + columns.error().object, "unknown column", "the man page lists them");
    options.columns = std::move(*columns);
  }
  if (!raw.sort.empty()) {
    const SortKey key(raw.sort);
    const auto column = choose_columns(file_columns(), {std::string(key.id)});
    if (!column) return input_failure("--sort " + raw.sort, "unknown column", "the man page lists them");
    options.sort = column->front();
    options.sort_descending = key.descending;
  }
  const bool asked = !raw.columns.empty() || !raw.sort.empty();
  const std::string_view option = !raw.columns.empty() ? "--columns" : !raw.sort.empty() ? "--sort" : "--watch";
  if (asked && options.report != Report::kListing) return refused(std::string(option) + " is for listings of files");
  if (!asked && (!options.watch || options.report != Report::kListing)) return {};
  if (options.output != Output::kTable && options.output != Output::kJson) {
    return refused(std::string(option) + " excludes -F, -J, -j and -t");
  }
  options.report = Report::kFiles;
  // A row more for each thread is as in the plain listing, unless columns are chosen.
  if (!raw.columns.empty()) options.shows_tasks = options.criteria.tasks;
  return {};
}

Status read_times(const RawOptions& raw, Options& options) {
  const auto bad = [](std::string_view option, const std::string& text) {
    return input_failure(std::string(option) + " " + text, "not a time", "seconds, 0.01 to 86400");
  };
  if (!raw.watch.empty()) {
    const auto seconds = cli::seconds_in(raw.watch);
    if (!seconds) return bad("--watch", raw.watch);
    options.watch = std::chrono::duration<double>(*seconds);
  }
  if (!raw.leaks.empty()) {
    const auto seconds = cli::seconds_in(raw.leaks);
    if (!seconds) return bad("--leaks", raw.leaks);
    options.leaks = *seconds;
  }
  const int repeats = (options.repeat.on ? 1 : 0) + (options.watch ? 1 : 0) + (options.leaks > 0 ? 1 : 0);
  if (repeats > 1) return refused("-r, --watch and --leaks are mutually exclusive");
  return {};
}

}  // namespace

Status read_reports(const RawOptions& raw, Options& options) {
  options.style.netns = raw.netns;
  Status done = read_kind(raw, options);
  if (done) done = read_filter(raw, options);
  if (done) done = read_times(raw, options);
  if (done) done = read_file_list(raw, options);
  return done;
}

}  // namespace nd::lsof
