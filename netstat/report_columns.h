// What the reports share of --columns and --sort: columns by their names, rows in their order.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "common/base/sort.h"
#include "common/render/column_table.h"
#include "netstat/report.h"
#include "netstat/views/registry.h"

namespace nd::netstat {

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
  sort_by(elements, [&](const Element& a, const Element& b) {
    return comes_before(*column, key.descending, to_row(a), to_row(b), context...);
  });
}

}  // namespace nd::netstat
