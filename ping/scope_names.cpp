#include "ping/scope_names.h"

#include <net/if.h>

#include <map>

#include "common/base/escape.h"

namespace nd::ping {
namespace {

std::map<std::uint32_t, std::string>& learnt() {
  static std::map<std::uint32_t, std::string> names;
  return names;
}

}  // namespace

void learn_scope_names() {
  struct if_nameindex* all = ::if_nameindex();
  if (all == nullptr) return;
  for (const struct if_nameindex* one = all; one->if_index != 0; ++one) learnt()[one->if_index] = one->if_name;
  ::if_freenameindex(all);
}

std::string scope_name(std::uint32_t index) {
  const auto found = learnt().find(index);
  if (found != learnt().end()) return escaped(found->second);
  char name[IF_NAMESIZE];
  return ::if_indextoname(index, name) != nullptr ? escaped(name) : std::to_string(index);
}

}  // namespace nd::ping
