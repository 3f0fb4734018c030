#include "capture/dissect/interface_names.h"

#include <net/if.h>

namespace nd::capture {

std::string_view InterfaceNames::name(std::uint32_t index) {
  if (const auto known = names_.find(index); known != names_.end()) return known->second;
  if (names_.size() >= kLimit) names_.clear();
  char text[IF_NAMESIZE] = "";
  return names_[index] = ::if_indextoname(index, text) != nullptr ? text : "?";
}

}  // namespace nd::capture
