// The command line as one struct. Only options.cpp knows the flags; everything else sees what they mean.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/cli/command_line.h"
#include "common/render/cell_filter.h"
#include "lsof/exemptions.h"
#include "lsof/named_files.h"
#include "lsof/report/fields.h"
#include "lsof/report/file_columns.h"
#include "lsof/report/style.h"
#include "lsof/selection.h"

namespace nd::lsof {

enum class Output : std::uint8_t { kTable, kPids, kFields, kJson, kLsofJson, kLsofJsonLines };

// What is reported of the files that were selected.
enum class Report : std::uint8_t { kListing, kFiles, kDeleted, kGraph, kIpc, kLeaks, kTop, kWatchers };

// -r, +r
struct Repetition {
  bool on = false;
  bool while_found = false;  // +r: the first listing without a file ends it
  std::chrono::seconds pause{15};
  std::uint64_t times = 0;  // 0: no limit
  std::string marker;       // a format of strftime(3); empty: lsof's own
};

struct Options {
  Criteria criteria;
  std::vector<std::string> names;
  NameMeaning name_meaning = NameMeaning::kEither;
  Output output = Output::kTable;
  FieldChoice fields;
  Style style;
  bool warnings = true;
  bool quiet_search = false;                     // -Q: what was not found does not fail the run
  bool verbose_search = false;                   // -V: and is told
  bool field_help = false;                       // -F ?
  bool shows_tasks = false;                      // threads: with -K, and where nothing is selected
  std::vector<std::string> directories, trees;   // +d, +D
  Crossing crossing;                             // -x
  std::vector<Exemption> exemptions;             // -e, +e
  bool no_blocking = false;                      // -b
  std::optional<std::chrono::seconds> patience;  // -S: with a file system that does not answer
  std::string raised_timeout;                    // what -S asked for, where that was too little
  bool no_inet_tables = false;                   // -X
  bool endpoints = false;                        // -E
  bool with_endpoints = false;                   // +E
  Report report = Report::kListing;
  std::string watched;               // kWatchers: PID:FD or a file
  std::optional<CellFilter> filter;  // --filter, over file_columns()
  std::vector<const FileColumn*> columns;
  const FileColumn* sort = nullptr;
  bool sort_descending = false;
  std::optional<std::chrono::duration<double>> watch;
  double leaks = 0;  // kLeaks: seconds
  Repetition repeat;
  std::string proc = "/proc";
};

// What the parser stores: words, each as given.
struct RawOptions {
  std::vector<std::string> pids, groups, users, commands, descriptors, internet, fields, tcp_info, size, offset, names;
  std::vector<std::string> name_files, name_file_systems, links, no_links;
  std::vector<std::string> tasks, directories, trees, cross, exempt, exempt_links, repeat, repeat_while_found;
  std::string command_width, proc = "/proc";
  bool and_all = false, user_numbers = false, numeric_hosts = false, numeric_ports = false, parent = false;
  bool terse = false, unix_sockets = false, verbose = false, no_warnings = false, warnings = false, json = false;
  bool quiet_search = false, nfs = false, no_blocking = false, no_helper = false, no_inet_tables = false;
  bool no_portmapper = false, endpoints = false, with_endpoints = false;
  std::vector<std::string> timeout;
  bool deleted = false, graph = false, ipc = false, top = false;
  std::string watched, leaks, filter, sort, watch;
  std::vector<std::string> columns;
  bool netns = false, lsof_json = false, lsof_json_lines = false;
  // Given at all, with or without a value.
  bool has_group = false, has_internet = false, has_fields = false, has_tcp_info = false, has_size = false;
  bool has_offset = false, has_name_files = false, has_name_file_systems = false, has_links = false, has_tasks = false,
       has_no_links = false;
  bool has_cross = false, has_repeat = false, has_repeat_while_found = false;
};

void declare(cli::CommandLine& line, RawOptions& raw);
// After the line is parsed: which options with values were there, with a value or without.
void note_given(const cli::CommandLine& line, RawOptions& raw);
// What the words mean, or what is wrong with them. Looks users, hosts and services up.
Result<Options> interpret(const RawOptions& raw);
// The part of it that is about reports other than lsof's.
Status read_reports(const RawOptions& raw, Options& options);

}  // namespace nd::lsof
