// Reports on many processes at once: --deleted, --top, --watchers … Each is given the processes that were selected, one
// after the other, keeps what it needs of them, and prints a table or JSON lines of its own when all were seen.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "common/render/column_table.h"
#include "common/render/json.h"
#include "common/sys/output.h"
#include "common/sys/proc_root.h"
#include "lsof/open_file.h"
#include "lsof/report/names.h"
#include "lsof/rounds.h"
#include "lsof/slow_files.h"

namespace nd::lsof {

struct Options;

// What an overview works with.
struct OverviewContext {
  const Options& options;
  const ProcRoot& proc;
  Names& names;
  OutputBuffer& out;
  JsonWriter& json;
  Rounds& rounds;
  SlowFiles& slow_files;
};

class Overview {
 public:
  virtual ~Overview() = default;
  virtual void add(Process&& process) = 0;
  // The exit status: 1 where something that was asked for by name was not found.
  virtual Result<int> print() = 0;
};

// The one that the options ask for; null: a plain listing. An error when what it is about cannot be found.
Result<std::unique_ptr<Overview>> make_overview(const OverviewContext& context);

std::unique_ptr<Overview> make_deleted(const OverviewContext& context);
std::unique_ptr<Overview> make_file_list(const OverviewContext& context);
std::unique_ptr<Overview> make_graph(const OverviewContext& context);
std::unique_ptr<Overview> make_ipc(const OverviewContext& context);
std::unique_ptr<Overview> make_leaks(const OverviewContext& context);
std::unique_ptr<Overview> make_top(const OverviewContext& context);
Result<std::unique_ptr<Overview>> make_watchers(const OverviewContext& context);

// A command as the table that is printed has it: escaped and cut as in a listing, or as it is in JSON.
std::string shown_command(const std::string& command, const Options& options);

// Who has something open: in text "12/cat/3r", in JSON an object.
struct Holder {
  std::int32_t pid = 0;
  std::string command;  // as shown_command() has it
  FdName fd;
  char access = ' ';
};
Holder holder_of(const Process& process, const OpenFile& file, const Options& options);
std::string text_of(const std::vector<Holder>& holders);
void put_holders(JsonWriter& json, std::string_view key, const std::vector<Holder>& holders);

template <typename Row>
void put_rows(const OverviewContext& context, std::string_view type, std::span<const Column<Row>> columns,
              const std::vector<Row>& rows, bool json) {
  const auto all = all_of(columns);
  ColumnTable<Row> table(all);
  for (const Row& row : rows) {
    if (json) {
      json_line(context.json, type, all, row);
    } else {
      table.add(row);
    }
  }
  if (!json && !rows.empty()) table.print(context.out.text());
}

}  // namespace nd::lsof
