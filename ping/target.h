// Whom to ask: a literal address, or a name that the system's resolver turns into one.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "ping/options.h"

namespace nd::ping {

struct Target {
  IpAddress address;
  std::string typed;      // as given
  std::string canonical;  // the resolver's name for it; as given for a literal
  bool literal = false;   // replies show the number alone

  // What the first and the last lines call it: iputils has the canonical name for IPv4 only.
  const std::string& shown() const { return address.is_v4() ? canonical : typed; }
};

// `family` kNone: whatever comes first.
tl::expected<Target, Refusal> resolve(const std::string& text, Family family);

}  // namespace nd::ping
