// What --columns and --sort do for every list that is made of columns.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/render/column.h"
#include "netstat/report.h"

namespace nd::netstat {

// The column of --sort, and its direction.
struct SortKey {
  std::string_view id;
  bool descending;
  explicit SortKey(std::string_view text) : id(text), descending(text.starts_with('-')) {
    if (descending) id.remove_prefix(1);
  }
};

template <typename Row, typename... Context>
bool comes_before(const Column<Row, Context...>& column, bool descending, const Row& a, const Row& b,
                  const Context&... context) {
  const Row& first = descending ? b : a;
  const Row& second = descending ? a : b;
  return column.cell(first, context...) < column.cell(second, context...);
}

// Rows as text, each column as wide as its widest cell.
template <typename Row, typename... Context>
class ColumnTable {
 public:
  using Columns = std::vector<const Column<Row, Context...>*>;
  explicit ColumnTable(const Columns& columns) : columns_(columns), table_(headings(columns)) {}

  void add(const Row& row, const Context&... context) {
    std::vector<std::string> cells;
    for (const auto* column : columns_) {
      TextBuffer text(64);
      append_cell(text, column->cell(row, context...));
      cells.emplace_back(text.empty() ? "-" : text.view());
    }
    table_.add(std::move(cells));
  }
  void print(Report& report) const {
    const std::size_t start = report.out.text().size();
    table_.print(report.out.text());
    report.end_table(start);
  }

 private:
  static std::vector<std::pair<std::string, Align>> headings(const Columns& columns) {
    std::vector<std::pair<std::string, Align>> titles;
    for (const auto* column : columns) titles.emplace_back(column->title, column->align);
    return titles;
  }

  const Columns& columns_;
  TextTable table_;
};

}  // namespace nd::netstat
