#include "ping/scope_names.h"

#include <net/if.h>

#include "common/base/escape.h"
#include "common/render/address.h"

namespace nd::ping {

void ScopeNames::learn() {
  struct if_nameindex* all = ::if_nameindex();
  if (all == nullptr) return;
  for (const struct if_nameindex* one = all; one->if_index != 0; ++one) names_[one->if_index] = one->if_name;
  ::if_freenameindex(all);
}

std::string ScopeNames::of(std::uint32_t index) const {
  const auto found = names_.find(index);
  if (found != names_.end()) return escaped(found->second);
  char name[IF_NAMESIZE];
  return ::if_indextoname(index, name) != nullptr ? escaped(name) : std::to_string(index);
}

std::string numeric_text(const IpAddress& address, const ScopeNames& scopes) {
  std::string text = to_string(address);
  return address.scope() == 0 ? text : text + "%" + scopes.of(address.scope());
}

}  // namespace nd::ping
