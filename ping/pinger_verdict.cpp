// The end of a run: what the tables, a few further probes and ARP say about why it came out as it did.
#include <linux/rtnetlink.h>

#include <csignal>

#include "common/parse/address.h"
#include "ping/pinger.h"

namespace nd::ping {
namespace {

constexpr std::size_t kSurelyPasses = 576;       // bytes that every IPv4 path takes (RFC 791)
constexpr std::size_t kSurelyPassesIpv6 = 1280;  // RFC 8200 5
constexpr int kLargestTtl = 255;
constexpr int kUsualTtl = 64;
constexpr std::size_t kLatest = 256;  // probes whose answers are looked at for a pattern
constexpr std::chrono::milliseconds kPatience{300};

}  // namespace

// Whether a probe of minimum size comes back within a second, where large ones that may not be fragmented did not.
bool Pinger::small_probe_answers() {
  EchoRequest small({.family = socket_.family(), .ident = ident_, .size = 0, .pattern = {}, .cookie = {}});
  const auto sequence = static_cast<std::uint16_t>(session_.next_index());
  if (!socket_.send(small.with_sequence(sequence), to_)) return false;
  const auto look = [this] {
    for (;;) {
      const Result<Received> received = socket_.receive();
      if (received) on_datagram(*received);
      if (small_answered_) return true;
      if (!received && received.error().would_block()) return false;
    }
  };
  return await(look, std::chrono::seconds(1)) == Awaited::kFound;
}

// Whether a router may have to throw the probes away for their size: those of IPv6 never fragment.
bool Pinger::is_too_large_for_some() const {
  if (socket_.family() == Family::kIpv6) return findings_.packet_size > kSurelyPassesIpv6;
  return findings_.packet_size > kSurelyPasses && setup_.options.mtu_discovery != MtuDiscovery::kDont;
}

Awaited Pinger::await(const std::function<bool()>& look, std::chrono::milliseconds wait) {
  if (!watch_socket()) return Awaited::kTimeout;
  const unsigned heard = signals_;
  const MonotonicTime end = monotonic_now() + wait;
  awaiting_ = true;
  Awaited came = Awaited::kTimeout;
  for (MonotonicTime now = monotonic_now(); came == Awaited::kTimeout; now = monotonic_now()) {
    if (look()) {
      came = Awaited::kFound;
    } else if (signals_ != heard) {
      came = Awaited::kInterrupted;
    } else if (now >= end || !loop_.run_once(std::chrono::ceil<std::chrono::milliseconds>(end - now))) {
      break;
    }
  }
  awaiting_ = false;
  return came;
}

// With rp_filter the kernel drops what comes in where the way back would not go out; a counter is all it leaves.
bool Pinger::is_reverse_path_filtered(PathProber& prober) {
  const auto drops_while = [&](const auto& act) {
    const std::uint64_t before = setup_.kernel.reverse_path_drops();
    act();
    return setup_.kernel.reverse_path_drops() > before;
  };
  const auto asking = [&] { static_cast<void>(prober.ask(setup_.options.ttl.value_or(kUsualTtl), kPatience)); };
  const auto idle = [&] { await([] { return false; }, kPatience); };
  // Others' packets are dropped for it too: it must happen when a probe is answered and not when none is.
  return drops_while(asking) && !drops_while(idle) && drops_while(asking) && !drops_while(idle);
}

void Pinger::ask_for_owners(const PathEvidence& path) {
  const bool on_link = path.next_hop && path.next_hop == path.target;
  if (!on_link || !path.link || !path.link->mac) return;
  const OwnerQuestion question{path.link->index, *path.link->mac, path.source, path.target};
  if (!setup_.owners.ask(question)) return;
  const int fd = setup_.owners.fd();
  if (!loop_.add(fd, EPOLLIN, [](std::uint32_t) { return Drain::kEmpty; })) return;  // wakes await()
  await([&] { return setup_.owners.read(question, findings_.macs), false; }, kPatience);
  loop_.remove(fd);
}

// What a hop of the walk said counts as said to a probe of the run, none of which was answered at all.
void Pinger::hear_refusal() {
  for (const Hop& hop : findings_.hops) {
    if (hop.kind == Hop::Kind::kRefused) findings_.icmp_errors.push_back({hop.from, hop.type, hop.code, hop.info, 1});
  }
}

// A gateway that nothing was sent to has no entry in the neighbour table yet, and its MAC may be what answers for the
// target.
void Pinger::resolve_gateways(RtNetlink& netlink, const PathEvidence& path) {
  if (path.has_gateway() || !path.next_hop || !path.after || !path.after->mac || !socket_.raw()) return;
  const auto routes = netlink.routes(path.target.family());
  if (!routes) return;
  EchoRequest request({.family = socket_.family(), .ident = ident_, .size = 0, .pattern = {}, .cookie = {}});
  for (const Route& route : *routes) {
    if (!route.gateway || route.interface != path.route->interface) continue;
    const auto to = to_socket_address(with_scope(route.gateway, static_cast<std::uint32_t>(route.interface)));
    static_cast<void>(socket_.send(request.with_sequence(0), to));
    const auto resolved = [&] {
      while (socket_.receive()) {
      }
      const auto entry = netlink.neighbour(route.gateway, route.interface);
      return entry && *entry && (*entry)->mac;
    };
    await(resolved, kPatience);
  }
}

// Further probes, after the run: they touch none of its figures.
void Pinger::look_closer(const PathEvidence& path) {
  PathProber prober(
      socket_, to_, path.source, ident_, session_.next_index(),
      [this](const std::function<bool()>& look, std::chrono::milliseconds wait) { return await(look, wait); });
  if (setup_.options.trace) findings_.hops = walk(prober);
  if (session_.counts().received > 0) return;
  if (findings_.icmp_errors.empty()) hear_refusal();
  const bool heard = !findings_.icmp_errors.empty();
  const std::uint8_t exceeded =
      socket_.family() == Family::kIpv6 ? std::uint8_t{icmp6::kTimeExceeded} : std::uint8_t{icmp4::kTimeExceeded};
  if (heard && findings_.icmp_errors.back().type == exceeded) {
    findings_.loop = prober.ask(kLargestTtl, kPatience).kind == Hop::Kind::kExceeded;
  }
  if (!heard && findings_.send_error == 0 && path.next_hop && path.after && path.after->mac) {
    ask_for_owners(path);
    findings_.reverse_path_filtered = path.target.is_v4() && is_reverse_path_filtered(prober);
  }
}

void Pinger::name_reply_device(const PathEvidence& path) {
  if (reply_interface_ == 0 || !path.route || !path.next_hop || reply_interface_ == path.route->interface) return;
  if (const auto link = setup_.kernel.netlink()->link(reply_interface_)) findings_.reply_device = link->name;
}

std::optional<Verdict> Pinger::judge_replies(RtNetlink& netlink, PathEvidence& path) {
  if (setup_.path) {  // takes its time
    ask_for_owners(path);
    resolve_gateways(netlink, path);
    investigate(netlink, path);
  }
  name_reply_device(path);
  // With an interval of 0 replies set the pace: the figure is what came, not what was planned.
  const double span = std::chrono::duration<double>(session_.span()).count();
  if (span > 0 && steady_share(session_.answers(kLatest))) {
    findings_.answers_a_second = static_cast<double>(session_.counts().received) / span;
  }
  findings_.counts = session_.counts();
  return judge_answered(path, findings_);
}

std::optional<Verdict> Pinger::verdict() {
  const SessionCounts& counts = session_.counts();
  const bool needed = counts.received == 0 && counts.transmitted + counts.errors > 0;
  const bool of_use =
      counts.received < counts.transmitted || setup_.path || setup_.options.trace || setup_.options.json;
  if (!needed && !of_use) return std::nullopt;
  PathEvidence path;
  path.target = setup_.target.address;
  path.scopes = setup_.scopes;
  RtNetlink* netlink = setup_.kernel.netlink();
  if (netlink == nullptr) {  // no room for one more descriptor: what came in still tells something
    findings_.counts = counts;
    return needed ? judge(path, findings_) : judge_answered(path, findings_);
  }
  if (setup_.path) {
    path = *setup_.path;
  } else {
    path = gather_path(*netlink, path_query());
  }
  refresh_neighbour(*netlink, path);
  if (setup_.path) setup_.path = path;
  look_closer(path);
  if (!needed) return judge_replies(*netlink, path);
  resolve_gateways(*netlink, path);
  investigate(*netlink, path);
  path.ignores_echo = path.route && path.route->type == RTN_LOCAL && setup_.kernel.ignores_echo();
  findings_.counts = session_.counts();
  findings_.default_ttl = !setup_.options.ttl;
  findings_.packet_size = setup_.options.size + IcmpHeader::kSize + (socket_.family() == Family::kIpv4 ? 20 : 40);
  if (is_too_large_for_some() && findings_.icmp_errors.empty() && findings_.send_error == 0)
    findings_.small_answered = small_probe_answers();
  return judge(path, findings_);
}

void Pinger::note_clock(const Rtt& rtt) {
  ++measured_[static_cast<std::size_t>(rtt.source)];
  longest_resolution_ = std::max(longest_resolution_, rtt.resolution);
}

// What -v has to say about the times: nothing as long as they are what they should be.
void Pinger::tell_clock() const {
  const auto by = [&](RttSource source) { return measured_[static_cast<std::size_t>(source)]; };
  const std::uint64_t coarse = by(RttSource::kKernelReceive) + by(RttSource::kUser);
  // A kernel that switches its stamps on may miss the first packet: one reply proves nothing.
  if (stamps_ && coarse > 1 && coarse == session_.rtts().count() && !setup_.options.user_latency) {
    complain("myping", std::to_string(coarse) + " times are not between the kernel's timestamps, which " +
                           "this kernel or device did not give for " +
                           (by(RttSource::kUser) > 0 ? "both ways" : "the way out"));
  }
  if (hardware_ && by(RttSource::kHardware) < session_.rtts().count()) {
    complain("myping", "the device gave no hardware timestamps for " +
                           std::to_string(session_.rtts().count() - by(RttSource::kHardware)) +
                           " of the replies: their times are the kernel's");
  }
  constexpr std::chrono::milliseconds kNotable{1};
  if (longest_resolution_ >= kNotable) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(longest_resolution_).count();
    complain("myping", std::string(setup_.target.address.is_v4() ? "ARP" : "neighbour discovery") + " took " +
                           std::to_string(ms) + " ms, which is in none of the times");
  }
}

}  // namespace nd::ping
