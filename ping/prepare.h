// What a run needs before its first probe: the way to the host, the socket as the options want it, identifier, labels.
#pragma once

#include <net/if.h>
#include <sys/random.h>

#include <cstdlib>
#include <optional>
#include <vector>

#include "ping/echo_socket.h"
#include "ping/options.h"
#include "ping/socket_setup.h"
#include "ping/target.h"

namespace nd::ping {

// Everything that is known once the socket stands.
struct Prepared {
  Target target;
  Binding binding;
  IpAddress source;
  std::vector<std::uint8_t> ip_options;
  std::uint16_t ident = 0;
  std::optional<std::uint32_t> flow_label;

  int interface() const { return binding.device ? static_cast<int>(::if_nametoindex(binding.device->c_str())) : 0; }
};

// Fills in all but `target` and `ip_options`, and warns of what is odd.
tl::expected<void, Refusal> prepare(const Options& options, Prepared& prepared, EchoSocket& socket);
// Of -R, -T and the hops in front of the host. Without privilege, as the peer does it: the kernel then refuses source
// routes.
tl::expected<void, Refusal> set_ip_options(EchoSocket& socket, const Options& options, Prepared& prepared);

// Between two probes, as the options say.
std::chrono::nanoseconds interval_of(const Options& options);

template <typename T>
T random_value() {
  T value{};
  if (::getrandom(&value, sizeof value, 0) != sizeof value) std::abort();  // cannot fail once the system is up
  return value;
}

}  // namespace nd::ping
