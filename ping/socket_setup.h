// Where probes leave from and how the socket is told: -I, -t, -Q, -M, -m, -R, -T and the rest. Failures carry the
// texts that iputils has for them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "ping/echo_socket.h"
#include "ping/options.h"

namespace nd::ping {

// -I, sorted out: an address to send from, a device to send through.
struct Binding {
  IpAddress source;
  std::optional<std::string> device;
};
tl::expected<Binding, Refusal> parse_binding(const Options& options);

// The source address: the one given, or what the kernel picks for `target`, unspecified where it picks one for each
// probe. The routes' own failures come from here.
tl::expected<IpAddress, Refusal> choose_source(const Options& options, const Binding& binding, const IpAddress& target);

// What users other than root may not do to many hosts at once.
tl::expected<void, Refusal> check_multicast(const Options& options, const IpAddress& target,
                                            std::chrono::milliseconds interval);

// Switches on the timestamps of the device that leads to `target`. Needs CAP_NET_ADMIN.
Status enable_device_stamps(const IpAddress& target, const Binding& binding);

// Everything that must be set before the first probe. `source` is what choose_source() found.
tl::expected<void, Refusal> configure(EchoSocket& socket, const Options& options, const Binding& binding,
                                      const IpAddress& source, const IpAddress& target);

}  // namespace nd::ping
