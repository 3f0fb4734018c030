#include "ping/run.h"

#include <linux/rtnetlink.h>
#include <unistd.h>

#include <limits>
#include <thread>

#include "common/base/escape.h"
#include "common/names/name_process.h"
#include "common/sys/netns.h"
#include "common/sys/privileges.h"
#include "ping/graph_report.h"
#include "ping/json_report.h"
#include "ping/pinger.h"
#include "ping/prepare.h"
#include "ping/scope_names.h"
#include "ping/socket_setup.h"
#include "ping/sweep.h"
#include "ping/text_report.h"

namespace nd::ping {
namespace {

using std::chrono::milliseconds;

constexpr int kFailed = 2;
constexpr milliseconds kLeastUserInterval{2};
constexpr milliseconds kLongInterval{100};
constexpr int kMostUserPreload = 3;
constexpr milliseconds kLossAfter{1000};  // who watches a host wants to know before -W's ten seconds are over

tl::unexpected<Refusal> refuse(const Error& error) {
  return tl::unexpected(Refusal{.status = kFailed, .message = error.message(), .code = refusal_code(error.code)});
}
tl::unexpected<Refusal> forbid(std::string message) {
  return tl::unexpected(Refusal{.status = kFailed, .message = std::move(message), .code = "no_permission"});
}
// After output that failed nothing can be written any more, not even a last summary.
tl::unexpected<Refusal> give_up(const Error& error) {
  if (error.call != "write") return refuse(error);
  return tl::unexpected(Refusal{.status = 1, .message = error.message(), .code = {}});
}

SessionSettings session_settings(const Options& options, bool privileged) {
  SessionSettings settings;
  if (options.count) settings.count = static_cast<std::uint64_t>(*options.count);
  settings.interval = interval_of(options);
  settings.deadline = options.deadline;
  settings.linger = options.linger;
  settings.preload = static_cast<unsigned>(options.preload);
  settings.adaptive = options.adaptive;
  settings.least_interval = privileged ? milliseconds(0) : kLeastUserInterval;
  settings.announce_losses = options.json || options.watches_losses();
  settings.loss_after = options.linger;
  if (options.watches_losses() && !options.linger_given) settings.loss_after = kLossAfter;
  settings.distribution = options.json || options.stats || options.report_every > milliseconds(0);
  settings.until_up = options.until_up;
  settings.fail_after = static_cast<std::uint64_t>(options.fail_after);
  settings.errors_end = !options.watches_losses() && !options.until_up;
  return settings;
}

// What only root may ask for, so that nobody floods by accident.
tl::expected<void, Refusal> check_preload(const Options& options, bool privileged) {
  if (privileged || options.preload <= kMostUserPreload) return {};
  return forbid("cannot set preload to value greater than 3: " + std::to_string(options.preload));
}
tl::expected<void, Refusal> check_pace(const Options& options, bool privileged) {
  if (privileged) return {};
  if (interval_of(options) < kLeastUserInterval) {
    return forbid("cannot flood; minimal interval allowed for user is 2ms");
  }
  return {};
}

// One for each family, opened when it is needed.
class Sockets {
 public:
  const EchoSocket* of(Family family) const {
    const auto& socket = family == Family::kIpv6 ? v6_ : v4_;
    return socket ? &*socket : nullptr;
  }
  void open_all(const Options& options) {
    for (const Family family : {Family::kIpv4, Family::kIpv6}) {
      if (options.family != Family::kNone && options.family != family) continue;
      if (auto opened = EchoSocket::open(family, options.ident == std::uint16_t{0})) keep(family, std::move(*opened));
    }
  }
  Result<EchoSocket> take(Family family, const Options& options) {
    auto& socket = family == Family::kIpv6 ? v6_ : v4_;
    if (!socket) return EchoSocket::open(family, options.ident == std::uint16_t{0});
    EchoSocket taken = std::move(*socket);
    v4_.reset(), v6_.reset();
    return taken;
  }

 private:
  void keep(Family family, EchoSocket socket) { (family == Family::kIpv6 ? v6_ : v4_).emplace(std::move(socket)); }
  std::optional<EchoSocket> v4_;
  std::optional<EchoSocket> v6_;
};

// The peer's line, then the verdict; with --json a summary of nothing sent as well.
tl::unexpected<Refusal> explain_no_way(const Options& options, const Prepared& prepared, const Refusal& refusal) {
  auto netlink = RtNetlink::open();
  if (!refusal.no_route || !netlink) return tl::unexpected(refusal);
  PathEvidence path = gather_path(*netlink, {.target = prepared.target.address,
                                             .source = prepared.binding.source,
                                             .device = prepared.binding.device.value_or(""),
                                             .interface = prepared.interface(),
                                             .mark = options.mark.value_or(0),
                                             .scopes = {}});
  if (path.route) {
    Refusal other = refusal;
    other.no_route = false;
    other.code = path.route->type == RTN_BROADCAST ? "broadcast" : "refused";
    return tl::unexpected(other);
  }
  investigate(*netlink, path);
  const std::optional<Verdict> why = judge(path, {});
  if (options.json) {  // the report tells the verdict
    complain("myping", refusal.message);
    OutputBuffer out;
    const EchoSession nothing({}, monotonic_now());
    JsonReport(out, path.scopes)
        .summary({.figures = {.target = prepared.target, .session = nothing}, .path = nullptr, .verdict = why});
    if (const Status flushed = out.flush(); !flushed) return give_up(flushed.error());
  }
  if (options.json) return tl::unexpected(Refusal{refusal.status, {}});
  if (!why) return tl::unexpected(refusal);
  complain("myping", refusal.message);
  return tl::unexpected(Refusal{refusal.status, why->text});
}

std::unique_ptr<HostNames> make_names(EventLoop& loop, const Options& options, const Target& target) {
  if (options.numeric || target.literal || options.json || options.quiet || options.flood) return nullptr;
  auto names = NameProcess::create(loop, milliseconds(1000), 2);
  return names ? std::move(*names) : nullptr;
}

std::string_view name_of(Family family) {
  return family == Family::kIpv4 ? "AF_INET" : family == Family::kIpv6 ? "AF_INET6" : "AF_UNSPEC";
}

std::string socket_text(const EchoSocket* socket) {
  if (socket == nullptr) return "-1 (socktype: 0)";
  return std::to_string(socket->fd()) + " (socktype: " + (socket->raw() ? "SOCK_RAW" : "SOCK_DGRAM") + ")";
}

// iputils' line of -v about its sockets, of which it opens one for each family that the target may have; the empty
// line belongs to it.
void tell_sockets(Family asked, const Sockets& sockets) {
  const auto of = [&](Family family) { return sockets.of(family); };
  const std::string text = "myping: sock4.fd: " + socket_text(of(Family::kIpv4)) +
                           ", sock6.fd: " + socket_text(of(Family::kIpv6)) +
                           ", hints.ai_family: " + std::string(name_of(asked)) + "\n\n";
  static_cast<void>(write_all(2, text, "standard error"));
}

void tell_target(const Prepared& prepared, OutputBuffer& out) {
  out.text().put("ai->ai_family: ").put(name_of(prepared.target.address.family())).put(", ai->ai_canonname: '");
  append_escaped(out.text(), prepared.target.canonical);
  out.text().put("'\n");
}

void report_start(Report& report, const Options& options, const Prepared& prepared, const EchoSocket& socket) {
  report.start({.target = prepared.target,
                .source = prepared.source,
                .device = prepared.binding.device.value_or(""),
                .show_source = !options.bind_to.empty() || options.sticky_source,
                .size = options.size,
                .ip_options = prepared.ip_options.size(),
                .flow_label = prepared.flow_label,
                .ident = prepared.ident,
                .raw = socket.raw(),
                .interval = interval_of(options)});
}

PingerSetup pinger_setup(const Options& options, const Prepared& prepared, bool privileged) {
  const ProbeShape shape{.family = prepared.target.address.family(),
                         .ident = prepared.ident,
                         .size = options.size,
                         .pattern = options.pattern,
                         .cookie = random_value<Cookie>()};
  PingerSetup setup{.options = options,
                    .target = prepared.target,
                    .source = prepared.source,
                    .device = prepared.binding.device.value_or(""),
                    .interface = prepared.interface(),
                    .request = EchoRequest(shape),
                    .ident = prepared.ident,
                    .flow_label = prepared.flow_label.value_or(0),
                    .session = session_settings(options, privileged)};
  return setup;
}

// Closing a packet socket waits for the kernel, some ten milliseconds: too much for a run that may be over before.
OwnerSocket open_owners(const Options& options, const EchoSocket& socket) {
  const bool long_enough = !options.flood && options.count != 1 && interval_of(options) >= kLongInterval;
  if (!socket.raw() || !(options.explain || long_enough || socket.family() == Family::kIpv6)) return {};
  return OwnerSocket::open(socket.family());
}

tl::expected<int, Refusal> ping(const Options& options, const Prepared& prepared, EchoSocket socket,
                                OwnerSocket owners) {
  const bool privileged = ::getuid() == 0;
  auto loop = EventLoop::create();
  if (!loop) return refuse(loop.error());
  OutputBuffer out;
  const auto names = make_names(*loop, options, prepared.target);
  ScopeNames scopes;
  if (prepared.target.address.is_v6()) scopes.learn();
  std::unique_ptr<Report> report;
  if (options.json) {
    report = std::make_unique<JsonReport>(out, scopes, options.changes, options.stats);
  } else if (options.graph) {
    report = std::make_unique<GraphReport>(out, names.get(), scopes, options);
  } else {
    report = std::make_unique<TextReport>(out, names.get(), scopes, options);
  }
  if (options.verbose && !options.json) tell_target(prepared, out);
  report_start(*report, options, prepared, socket);
  if (const auto pace = check_pace(options, privileged); !pace) {
    static_cast<void>(out.flush());
    return tl::unexpected(pace.error());
  }
  PingerSetup setup = pinger_setup(options, prepared, privileged);
  setup.owners = std::move(owners);
  setup.scopes = scopes;
  Pinger pinger(std::move(setup), std::move(socket), *loop, out, *report);
  const Result<int> status = pinger.run();
  if (status) return *status;
  static_cast<void>(out.flush());
  return give_up(status.error());
}

// With --until-up a host to which there is no way yet is one more that does not answer.
class RouteWait {
 public:
  explicit RouteWait(const Options& options) : options_(options), start_(monotonic_now()) {}

  // Waits for one interval. False when there is nothing to wait for or -c or -w are used up.
  bool again() {
    if (!options_.until_up || (options_.count && ++tried_ >= *options_.count)) return false;
    const auto pause = interval_of(options_);
    const bool over = options_.deadline > milliseconds(0) && monotonic_now() + pause >= start_ + options_.deadline;
    if (!over) std::this_thread::sleep_for(pause);
    return !over;
  }

 private:
  const Options& options_;
  MonotonicTime start_;
  std::int64_t tried_ = 0;
};

// A name may stand for several addresses: those to which there is no way give place to the next.
tl::expected<int, Refusal> ping_first(const Options& options, const std::vector<Target>& targets, Sockets& sockets) {
  RouteWait wait(options);
  for (std::size_t i = 0;; ++i) {
    Prepared prepared;
    prepared.target = targets[i];
    auto socket = sockets.take(targets[i].address.family(), options);
    if (!socket) return refuse(socket.error());
    const auto ready = prepare(options, prepared, *socket);
    if (!ready && ready.error().try_next && i + 1 < targets.size()) continue;
    if (!ready && ready.error().no_route && wait.again()) {
      i = static_cast<std::size_t>(-1);  // from the first on
      continue;
    }
    if (!ready && ready.error().no_route) return explain_no_way(options, prepared, ready.error());
    if (!ready) return tl::unexpected(ready.error());
    OwnerSocket owners = open_owners(options, *socket);
    if (const Status dropped = drop_privileges(); !dropped) return refuse(dropped.error());
    if (const auto set = set_ip_options(*socket, options, prepared); !set) return tl::unexpected(set.error());
    return ping(options, prepared, std::move(*socket), std::move(owners));
  }
}

tl::expected<int, Refusal> run_as_asked(const Options& options) {
  if (!options.netns.empty()) {
    if (const Status entered = enter_network_namespace(options.netns); !entered) return refuse(entered.error());
  }
  if (options.sweep) return run_sweep(options);
  if (const auto preload = check_preload(options, ::getuid() == 0); !preload) return tl::unexpected(preload.error());
  Sockets sockets;
  if (options.verbose && !options.json) {
    sockets.open_all(options);
    tell_sockets(options.family, sockets);
  }
  const auto targets = resolve_all(options.target, options.family);
  if (!targets) return tl::unexpected(targets.error());
  return ping_first(options, *targets, sockets);
}

}  // namespace

tl::expected<int, Refusal> run(const Options& options) {
  auto status = run_as_asked(options);
  const bool tell = !status && options.json && !status.error().code.empty() && !status.error().message.empty();
  if (tell) json_refusal(options, status.error());
  return status;
}

}  // namespace nd::ping
