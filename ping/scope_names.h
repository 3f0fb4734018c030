// Device names of IPv6 scopes. Asking for one takes a socket, which a program that has shut itself in cannot open, so
// they are learnt before.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "common/model/address.h"

namespace nd::ping {

class ScopeNames {
 public:
  // Those of all interfaces of this network namespace.
  void learn();
  // As learnt, else as the kernel says now, else the number. Escaped.
  std::string of(std::uint32_t index) const;

 private:
  std::map<std::uint32_t, std::string> names_;
};

// "10.0.0.1", or "fe80::1%eth0" where a scope belongs to it.
std::string numeric_text(const IpAddress& address, const ScopeNames& scopes);

}  // namespace nd::ping
