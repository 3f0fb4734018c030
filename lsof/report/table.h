// lsof's table: every column is as wide as its widest cell of the whole listing, so nothing is printed before all is
// gathered. Rows are kept as the text of their cells, one behind the other, which takes a quarter of the memory that
// the files themselves would, and renders each cell once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/text_buffer.h"
#include "common/sys/output.h"
#include "lsof/open_file.h"
#include "lsof/report/names.h"
#include "lsof/report/style.h"

namespace nd::lsof {

// What a cell is made of.
struct TableCells {
  const Style& style;
  Names& names;
  const Process& process;
  const OpenFile* file = nullptr;
};

struct TableColumn {
  std::string_view title;
  bool left = false;
  bool of_process = false;  // the same for all files of a process
  bool of_task = false;     // shown only if the listing has threads
  void (*put)(TextBuffer& out, const TableCells& cells) = nullptr;
  std::size_t least = 0;  // characters, where lsof's column is never narrower
};

class Table {
 public:
  explicit Table(const Style& style);

  // A process whose files have peers, and `names`, have to stay until the rows are printed.
  void add(const Process& process, Names& names);
  bool empty() const { return groups_.empty(); }
  // Takes the widths of another part of the same listing into account.
  void widen(const Table& other);
  bool has_tasks() const { return has_tasks_; }
  void print_heading(TextBuffer& out, bool tasks) const;
  Status print_rows(OutputBuffer& out, bool tasks) const;
  // The rows as lines, for whoever prints them in an order of its own.
  std::vector<std::string> lines(bool tasks) const;

 private:
  struct Group {  // the rows of one process
    std::size_t at = 0;
    std::size_t rows = 0;
  };
  class Reader;

  // A name that tells of peers is rendered when it is printed: of n ends of one pipe each tells of n - 1.
  struct Late {
    std::size_t row;
    const OpenFile* file;
  };
  void put_cell(std::size_t column, std::string_view text);
  // Appends each row to what `text()` returns and calls `done()` until that fails.
  template <typename Text, typename Done>
  Status each_row(bool tasks, Text&& text, Done&& done) const;

  Style style_;
  std::vector<TableColumn> columns_;
  std::vector<std::size_t> widths_;
  std::vector<Group> groups_;
  std::vector<Late> late_;
  Names* names_ = nullptr;
  std::size_t rows_ = 0;
  TextBuffer cells_;  // a cell: its length in two bytes, its text
  TextBuffer scratch_{256};
  bool has_tasks_ = false;
};

// All parts of one listing, in their order.
Status print_tables(OutputBuffer& out, std::vector<Table>& parts);

}  // namespace nd::lsof
