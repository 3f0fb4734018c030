#include "netstat/views/registry.h"

#include <array>

namespace nd::netstat {

std::span<const View* const> views() {
  static constexpr std::array<const View*, 8> kViews = {
      &kMasqueradeView, &kStatisticsView, &kRoutesView, &kInterfacesView,
      &kSocketsView,    &kGroupsView,     &kUnixView,   &kOtherFamiliesView,
  };
  return kViews;
}

}  // namespace nd::netstat
