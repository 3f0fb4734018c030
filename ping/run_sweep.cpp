// What --sweep needs before its first probe: targets, sockets, and then no privilege any more.
#include <algorithm>

#include "common/sys/privileges.h"
#include "ping/shut_in.h"
#include "ping/socket_setup.h"
#include "ping/sweep.h"
#include "ping/target_resolver.h"

namespace nd::ping {
namespace {

// IPv4 only: then a socket for IPv6 need not be opened.
bool surely_ipv4(const std::string& text) {
  const auto range = parse_range(text);
  return range && range->first.is_v4();
}

bool may_be_name(const std::string& text) { return !parse_range(text) && malformed(text).empty(); }

tl::expected<SweepShape, Refusal> shape_of(const Options& options) {
  auto binding = parse_binding(options);
  if (!binding) return tl::unexpected(binding.error());
  return SweepShape{.size = options.size,
                    .ttl = options.ttl,
                    .tos = options.tos,
                    .mark = options.mark,
                    .device = binding->device,
                    .source = binding->source,
                    .stamps = shows_times(options)};
}

}  // namespace

tl::expected<int, Refusal> run_sweep(const Options& options) {
  const auto refuse = [](const Error& error) {
    const bool mute = error.call == "write";  // not even a last summary can be written any more
    return tl::unexpected(Refusal{.status = mute ? 1 : 2,
                                  .message = error.message(),
                                  .code = mute ? std::string_view() : refusal_code(error.code)});
  };
  std::vector<std::string> texts = options.sweep_targets;
  if (!options.sweep_file.empty()) {
    auto more = read_targets(options.sweep_file);
    if (!more) return refuse(more.error());
    texts.insert(texts.end(), more->begin(), more->end());
  }
  const auto shape = shape_of(options);
  if (!shape) return tl::unexpected(shape.error());
  auto v4 = SweepSocket::open(Family::kIpv4, *shape);
  if (!v4) return refuse(v4.error());
  std::unique_ptr<SweepSocket> v6;
  if (!std::all_of(texts.begin(), texts.end(), surely_ipv4)) {
    if (auto opened = SweepSocket::open(Family::kIpv6, *shape)) v6 = std::move(*opened);
  }
  ScopeNames scopes;
  if (v6) scopes.learn();
  if (const Status dropped = drop_privileges(); !dropped) return refuse(dropped.error());
  const auto names = static_cast<std::size_t>(std::count_if(texts.begin(), texts.end(), may_be_name));
  std::unique_ptr<TargetResolver> resolver;
  if (names > 0) {
    auto started = TargetResolver::start(options.family, names);
    if (!started) return refuse(started.error());
    resolver = std::move(*started);
  }
  TargetGenerator targets(std::move(texts),
                          [raw = resolver.get()](const std::string& name) { return raw != nullptr && raw->ask(name); },
                          {.family = options.family, .source = shape->source});
  Sweep sweep(options, std::move(targets), std::move(resolver), {std::move(*v4), std::move(v6)}, std::move(scopes));
  if (const Status shut = shut_in(options); !shut) return refuse(shut.error());
  const Result<int> status = sweep.run();
  return status ? tl::expected<int, Refusal>(*status) : refuse(status.error());
}

}  // namespace nd::ping
