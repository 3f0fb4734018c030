#include "capture/dissect/interface_names.h"

#include <net/if.h>

namespace nd::capture {
namespace {

std::string ask_kernel(std::uint32_t index) {
  char text[IF_NAMESIZE] = "";
  return ::if_indextoname(index, text) != nullptr ? text : "?";
}

InterfaceNames::Ask& source() {
  static InterfaceNames::Ask ask = ask_kernel;
  return ask;
}

}  // namespace

void InterfaceNames::ask_with(Ask ask) { source() = std::move(ask); }

std::string_view InterfaceNames::name(std::uint32_t index) {
  if (const auto known = names_.find(index); known != names_.end()) return known->second;
  if (names_.size() >= kLimit) names_.clear();
  return names_[index] = source()(index);
}

}  // namespace nd::capture
