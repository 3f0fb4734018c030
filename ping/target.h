// Whom to ask: a literal address, or a name that the system's resolver turns into one.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "ping/options.h"

namespace nd::ping {

struct Target {
  IpAddress address;
  IpAddress found;        // what the text stood for; `address` differs where that was "any", which means this host
  std::string typed;      // as given
  std::string canonical;  // the resolver's name for it; as given for a literal
  bool literal = false;   // replies show the number alone

  // What the first and the last lines call it: iputils has the canonical name for IPv4 only.
  const std::string& shown() const { return address.is_v4() ? canonical : typed; }
};

// ff02::/16 (RFC 4291 section 2.7): like fe80::/10 it means something on one link only.
bool is_link_local_multicast(const IpAddress& address);

// All that `text` may stand for, in the resolver's order; at least one. `family` kNone: of either.
tl::expected<std::vector<Target>, Refusal> resolve_all(const std::string& text, Family family);
// The first of them.
tl::expected<Target, Refusal> resolve(const std::string& text, Family family);

}  // namespace nd::ping
