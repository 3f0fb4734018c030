#include "netstat/views/registry.h"

#include <algorithm>
#include <array>

namespace nd::netstat {

std::span<const View* const> views() {
  static constexpr std::array<const View*, 10> kViews = {
      &kHealthView,  &kMasqueradeView, &kStatisticsView, &kRoutesView, &kInterfacesView,
      &kSummaryView, &kSocketsView,    &kGroupsView,     &kUnixView,   &kOtherFamiliesView,
  };
  return kViews;
}

bool stands_alone(const View& view) {
  return &view == &kHealthView || &view == &kMasqueradeView || &view == &kStatisticsView || &view == &kRoutesView ||
         &view == &kInterfacesView;
}

bool has_column(const View& view, std::string_view id) {
  return view.column_names != nullptr && std::ranges::count(view.column_names(), id) > 0;
}

}  // namespace nd::netstat
