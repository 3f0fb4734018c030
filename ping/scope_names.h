// Device names of IPv6 scopes. Asking for one takes a socket, which a program that has shut itself in cannot open, so
// they are learnt before.
#pragma once

#include <cstdint>
#include <string>

namespace nd::ping {

// Those of all interfaces of this network namespace.
void learn_scope_names();
// As learnt, else as the kernel says now, else the number. Escaped.
std::string scope_name(std::uint32_t index);

}  // namespace nd::ping
