// IPv6 flow labels (-F): the kernel leases one to a socket before it may be sent (RFC 6437, ipv6(7)).
#pragma once

#include <cstdint>
#include <tl/expected.hpp>

#include "ping/echo_socket.h"
#include "ping/options.h"

namespace nd::ping {

// Leases `label`, or with 0 one of the kernel's choice, for packets to `target`. Returns what was leased.
tl::expected<std::uint32_t, Refusal> lease_flow_label(EchoSocket& socket, std::uint32_t label, const IpAddress& target);

}  // namespace nd::ping
