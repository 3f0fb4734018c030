#include "netstat/views/registry.h"

#include <array>

namespace nd::netstat {

std::span<const View* const> views() {
  static constexpr std::array<const View*, 10> kViews = {
      &kHealthView,  &kMasqueradeView, &kStatisticsView, &kRoutesView, &kInterfacesView,
      &kSummaryView, &kSocketsView,    &kGroupsView,     &kUnixView,   &kOtherFamiliesView,
  };
  return kViews;
}

}  // namespace nd::netstat
