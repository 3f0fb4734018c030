// --columns, --sort and --watch: one row for each file, with the columns that were asked for, in the order that was,
// and with marks at what came and went since the last round.
#include <algorithm>
#include <deque>

#include "common/base/sort.h"
#include "lsof/options.h"
#include "lsof/report/file_columns.h"
#include "lsof/report/json.h"
#include "lsof/report/overview.h"
#include "lsof/report/table.h"
#include "lsof/report/values.h"

namespace nd::lsof {
namespace {

// Which file of which process a row is, whatever its position or size has become.
std::string key_of(const Process& process, const OpenFile& file) {
  TextBuffer key(128);
  key.dec(process.pid).put('/').dec(process.tid).put('/').dec(process.start_time).put('/');
  append_fd(key, file.fd);
  key.put('/').dec(file.device.major_number).put(':').dec(file.device.minor_number).put('/').dec(file.inode);
  key.put('/').dec(file.device_code).put('/').put(file.kind).put('/');
  if (file.inode == 0 && file.device_code == 0) key.put(file.name);
  return std::string(key.view());
}

class FileList final : public Overview {
 public:
  explicit FileList(const OverviewContext& context) : context_(context), columns_(context.options.columns) {}

  void add(Process&& process) override { processes_.push_back(std::move(process)); }

  Result<int> print() override {
    std::vector<FileRow> rows;
    const bool is_text = context_.options.output != Output::kJson;
    for (const Process& process : processes_) {
      for (const OpenFile& file : process.files)
        rows.push_back({process, file, context_.names, is_text ? &context_.options.style : nullptr});
    }
    const std::vector<std::size_t> order = order_of(rows);
    return context_.options.output == Output::kJson ? put_json(rows, order) : put_table(rows, order);
  }

 private:
  std::vector<std::size_t> order_of(const std::vector<FileRow>& rows) const {
    const FileColumn* by = context_.options.sort;
    std::vector<Cell> keys;  // each made once
    for (const FileRow& row : rows)
      keys.push_back(by != nullptr ? by->cell({row.process, row.file, row.names}) : Cell{});
    const bool falls = context_.options.sort_descending;
    return order_by(rows.size(),
                    [&](std::size_t a, std::size_t b) { return keys[falls ? b : a] < keys[falls ? a : b]; });
  }
  Watch* watch() { return context_.rounds.watch ? &*context_.rounds.watch : nullptr; }
  void begin_round() {
    if (watch() == nullptr) return;
    watch()->begin_round(context_.rounds.seconds, context_.out.text().size(), context_.rounds.screen);
  }

  Result<int> put_json(const std::vector<FileRow>& rows, const std::vector<std::size_t>& order) {
    begin_round();
    for (const std::size_t at : order) {
      const FileRow& row = rows[at];
      const std::size_t start = context_.out.text().size();
      if (context_.options.columns.empty()) {
        put_json_file(context_.json, row.process, row.file, context_.names);
      } else {
        context_.json.begin_line("columns");
        for (const FileColumn* column : columns_) json_cell(context_.json, column->id, column->cell(row));
        context_.json.end_line();
      }
      if (watch() != nullptr) {
        watch()->row(context_.out.text(), start, key_of(row.process, row.file));
      } else if (Status written = context_.out.flush_if_full(); !written) {
        return tl::unexpected(written.error());
      }
    }
    if (watch() != nullptr) watch()->end_round(context_.out.text());
    return 0;
  }

  // Without columns of its own it has those of the plain listing.
  std::vector<std::string> make_table(const std::vector<FileRow>& rows, TextBuffer& heading) const {
    if (!columns_.empty()) {
      ColumnTable<FileRow> table(columns_);
      for (const FileRow& row : rows) table.add(row);
      return table.lines(heading);
    }
    Table table(context_.options.style);
    for (const Process& process : processes_) table.add(process, context_.names);
    table.print_heading(heading, table.has_tasks());
    return table.lines(table.has_tasks());
  }

  Result<int> put_table(const std::vector<FileRow>& rows, const std::vector<std::size_t>& order) {
    TextBuffer heading(256);
    const std::vector<std::string> lines = make_table(rows, heading);
    TextBuffer& out = context_.out.text();
    if (watch() == nullptr && rows.empty()) return 0;
    begin_round();
    out.put(heading.view());
    for (const std::size_t at : order) {
      const std::size_t start = out.size();
      out.put(lines[at]);
      if (watch() != nullptr) {
        watch()->row(out, start, key_of(rows[at].process, rows[at].file));
      } else if (Status written = context_.out.flush_if_full(); !written) {
        return tl::unexpected(written.error());
      }
    }
    if (watch() != nullptr) watch()->end_round(out);
    return 0;
  }

  OverviewContext context_;
  std::vector<const FileColumn*> columns_;
  std::deque<Process> processes_;
};

}  // namespace

std::unique_ptr<Overview> make_file_list(const OverviewContext& context) { return std::make_unique<FileList>(context); }

}  // namespace nd::lsof
