// What --columns and --sort do for every list that is made of columns.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/render/column.h"

namespace nd {

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

// The columns of --columns by their ids; an unknown one is an error.
template <typename Row, typename... Context>
Result<std::vector<const Column<Row, Context...>*>> choose_columns(std::span<const Column<Row, Context...>> columns,
                                                                   const std::vector<std::string>& ids) {
  std::vector<const Column<Row, Context...>*> chosen;
  for (const std::string& id : ids) {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.id == id; });
    if (found == columns.end()) return input_failure(id, "unknown column", "the man page lists them");
    chosen.push_back(&*found);
  }
  return chosen;
}

// Rows as text, each column as wide as its widest cell.
template <typename Row, typename... Context>
class ColumnTable {
 public:
  using Columns = std::vector<const Column<Row, Context...>*>;
  explicit ColumnTable(Columns columns) : columns_(std::move(columns)), table_(headings(columns_)) {}

  void add(const Row& row, const Context&... context) {
    std::vector<std::string> cells;
    for (const auto* column : columns_) {
      TextBuffer text(64);
      append_cell(text, column->cell(row, context...));
      cells.emplace_back(text.empty() ? "-" : text.view());
    }
    table_.add(std::move(cells));
  }
  void print(TextBuffer& out) const { table_.print(out); }
  // The same as lines, for whoever prints them in an order of its own.
  std::vector<std::string> lines(TextBuffer& heading) const { return table_.lines(heading); }

 private:
  static std::vector<std::pair<std::string, Align>> headings(const Columns& columns) {
    std::vector<std::pair<std::string, Align>> titles;
    for (const auto* column : columns) titles.emplace_back(column->title, column->align);
    return titles;
  }

  Columns columns_;
  TextTable table_;
};

template <typename Row, typename... Context>
std::vector<const Column<Row, Context...>*> all_of(std::span<const Column<Row, Context...>> columns) {
  std::vector<const Column<Row, Context...>*> all;
  for (const auto& column : columns) all.push_back(&column);
  return all;
}

}  // namespace nd
