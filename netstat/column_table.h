// What --columns and --sort do for every list that is made of columns.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/render/column.h"
#include "netstat/report.h"
#include "netstat/views/registry.h"

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

template <typename Row, typename... Context>
const Column<Row, Context...>* find_column_in(std::span<const Column<Row, Context...>> columns, std::string_view id) {
  const auto found = std::ranges::find(columns, id, &Column<Row, Context...>::id);
  return found == columns.end() ? nullptr : &*found;
}

template <typename Row, typename... Context>
ColumnNames names_of(std::span<const Column<Row, Context...>> columns) {
  ColumnNames names;
  for (const auto& column : columns) names.push_back(column.id);
  return names;
}

// Those of --columns in their order, all without it.
template <typename Row, typename... Context>
std::vector<const Column<Row, Context...>*> choose_columns(std::span<const Column<Row, Context...>> columns,
                                                           const Options& options) {
  std::vector<const Column<Row, Context...>*> chosen;
  for (const std::string& id : options.columns) {
    if (const auto* column = find_column_in(columns, id)) chosen.push_back(column);
  }
  if (!options.columns.empty()) return chosen;
  for (const auto& column : columns) chosen.push_back(&column);
  return chosen;
}

// By the column of --sort; `to_row` makes what the columns are about of an element.
template <typename Element, typename Row, typename ToRow, typename... Context>
void sort_rows(std::vector<Element>& elements, std::span<const Column<Row, Context...>> columns, const Options& options,
               const ToRow& to_row, const Context&... context) {
  const SortKey key(options.sort);
  const auto* column = find_column_in(columns, key.id);
  if (column == nullptr) return;
  std::stable_sort(elements.begin(), elements.end(), [&](const Element& a, const Element& b) {
    return comes_before(*column, key.descending, to_row(a), to_row(b), context...);
  });
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

  Columns columns_;
  TextTable table_;
};

}  // namespace nd::netstat
