// The reports. A new one is a file in this folder and a line in the registry: what asks for it, and its two forms.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "netstat/report.h"
#include "netstat/selection.h"

namespace nd::netstat {

// What --columns and --sort may name.
using ColumnNames = std::vector<std::string_view>;

struct View {
  std::string_view name;  // its file is views/NAME.cpp
  bool (*is_wanted)(const Options& options, const Selection& selection);
  // Both return the exit status that the run is to end with when it is not 0.
  Result<int> (*print)(Report& report);
  Result<int> (*print_json)(Report& report);
  ColumnNames (*column_names)();  // null: the report has no columns
};

// In the order of their output.
std::span<const View* const> views();
// When it is wanted nothing else is shown.
bool stands_alone(const View& view);
bool has_column(const View& view, std::string_view id);

extern const View kHealthView;
extern const View kMasqueradeView;
extern const View kStatisticsView;
extern const View kRoutesView;
extern const View kInterfacesView;
extern const View kSocketsView;
extern const View kSummaryView;
extern const View kGroupsView;
extern const View kUnixView;
extern const View kOtherFamiliesView;

}  // namespace nd::netstat
