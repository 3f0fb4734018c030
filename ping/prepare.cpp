#include "ping/prepare.h"

#include <unistd.h>

#include "common/sys/output.h"
#include "ping/flow_label.h"
#include "ping/ip_options.h"

namespace nd::ping {
namespace {

constexpr int kFailed = 2;
constexpr std::size_t kMostHops = 9;  // what fits into the options of an IP header
constexpr std::size_t kMostStampedHops = 4;

tl::unexpected<Refusal> refuse(std::string message) { return tl::unexpected(Refusal{kFailed, std::move(message)}); }
tl::unexpected<Refusal> refuse(const Error& error) {
  return tl::unexpected(Refusal{.status = kFailed, .message = error.message(), .code = refusal_code(error.code)});
}

tl::expected<std::vector<IpAddress>, Refusal> resolve_hops(const Options& options) {
  const bool prespecified = options.timestamps == IpTimestamps::kPrespecified;
  const bool taken = options.record_route || (options.timestamps != IpTimestamps::kNone && !prespecified);
  const std::size_t most = taken ? 0 : prespecified ? kMostStampedHops : kMostHops;
  if (options.hops.size() > most) return refuse("too many hops in front of the host (try --help)");
  std::vector<IpAddress> hops;
  for (const std::string& hop : options.hops) {
    auto found = resolve(hop, Family::kIpv4);
    if (!found) return tl::unexpected(found.error());
    hops.push_back(found->address);
  }
  return hops;
}

tl::expected<void, Refusal> find_way(const Options& options, Prepared& prepared) {
  auto binding = parse_binding(options);
  if (!binding) return tl::unexpected(binding.error());
  prepared.binding = std::move(*binding);
  auto source = choose_source(options, prepared.binding, prepared.target.address);
  if (!source) return tl::unexpected(source.error());
  prepared.source = *source;
  if (prepared.target.address.is_unspecified()) prepared.target.address = prepared.source;
  return {};
}

tl::expected<void, Refusal> settle_flow_label(EchoSocket& socket, const Options& options, Prepared& prepared) {
  if (!options.flow_label || !prepared.target.address.is_v6()) return {};
  auto label = lease_flow_label(socket, *options.flow_label, prepared.target.address);
  if (!label) return tl::unexpected(label.error());
  prepared.flow_label = *label;
  return {};
}

tl::expected<void, Refusal> settle_ident(EchoSocket& socket, const Options& options, Prepared& prepared) {
  if (socket.raw()) {
    prepared.ident = options.ident ? *options.ident : random_value<std::uint16_t>();
    return {};
  }
  const auto bound = socket.bound_ident();
  if (!bound) return refuse(bound.error());
  prepared.ident = *bound;
  return {};
}

// Datagram sockets do not take the device of -I as the scope of a link-local address.
void warn_of_scope(const EchoSocket& socket, const Prepared& prepared) {
  const IpAddress& target = prepared.target.address;
  if (socket.raw() || !target.is_v6() || !target.is_link_local() || target.scope() != 0) return;
  complain("myping",
           "Warning: IPv6 link-local address on ICMP datagram socket may require ifname or scope-id => use: "
           "address%<ifname|scope-id>");
}

}  // namespace

std::chrono::nanoseconds interval_of(const Options& options) {
  if (options.interval) return *options.interval;
  return options.flood ? std::chrono::milliseconds(0) : std::chrono::milliseconds(1000);
}

tl::expected<void, Refusal> set_ip_options(EchoSocket& socket, const Options& options, Prepared& prepared) {
  if (!prepared.target.address.is_v4()) {
    if (options.hops.empty()) return {};
    return refuse("hops in front of the host are for IPv4 only (try --help)");
  }
  auto hops = resolve_hops(options);
  if (!hops) return tl::unexpected(hops.error());
  prepared.ip_options = build_ip_options(options, *hops);
  if (prepared.ip_options.empty()) return {};
  const auto size = static_cast<socklen_t>(prepared.ip_options.size());
  if (::setsockopt(socket.fd(), SOL_IP, IP_OPTIONS, prepared.ip_options.data(), size) < 0) {
    return refuse(system_failure("setsockopt", "record route").value());
  }
  return {};
}

tl::expected<void, Refusal> prepare(const Options& options, Prepared& prepared, EchoSocket& socket) {
  warn_of_scope(socket, prepared);
  if (const auto found = find_way(options, prepared); !found) return found;
  if (auto done = configure(socket, options, prepared.binding, prepared.source, prepared.target.address); !done) {
    return done;
  }
  if (::getuid() != 0) {
    const auto interval = std::chrono::duration_cast<std::chrono::milliseconds>(interval_of(options));
    if (auto fits = check_multicast(options, prepared.target.address, interval); !fits) return fits;
  }
  if (options.clock == Clock::kHardware) {
    const Status on = enable_device_stamps(prepared.target.address, prepared.binding);
    if (!on && options.verbose) complain("myping", "no hardware timestamps: " + on.error().message());
  }
  if (auto done = settle_flow_label(socket, options, prepared); !done) return done;
  return settle_ident(socket, options, prepared);
}

}  // namespace nd::ping
