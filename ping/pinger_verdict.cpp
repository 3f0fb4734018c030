// The end of a run: what the tables, a few further probes and ARP say about why it came out as it did.
#include <net/if.h>

#include <csignal>

#include "common/parse/proc_net_counters.h"
#include "common/sys/proc_root.h"
#include "ping/pinger.h"

namespace nd::ping {
namespace {

constexpr std::size_t kSurelyPasses = 576;  // bytes that every IPv4 path takes (RFC 791)
constexpr int kLargestTtl = 255;
constexpr int kUsualTtl = 64;
constexpr std::size_t kLatest = 256;  // probes whose answers are looked at for a pattern
constexpr std::chrono::milliseconds kPatience{300};

std::uint64_t reverse_path_drops() {
  const auto tables = ProcRoot::open("/proc/net");
  const auto text = tables ? tables->read("netstat") : tables.map([](const auto&) { return std::string(); });
  if (!text) return 0;
  const auto groups = parse_counter_pairs(*text);
  const CounterGroup* tcp = find_group(groups, "TcpExt");
  if (tcp == nullptr) return 0;
  return tcp->value("IPReversePathFilter");
}

}  // namespace

// Whether a probe of minimum size comes back within a second, where large ones that may not be fragmented did not.
bool Pinger::small_probe_answers() {
  EchoRequest small({.family = socket_.family(), .ident = ident_, .size = 0, .pattern = {}, .cookie = {}});
  const auto sequence = static_cast<std::uint16_t>(session_.next_index());
  if (!socket_.send(small.with_sequence(sequence), to_)) return false;
  const MonotonicTime end = monotonic_now() + std::chrono::seconds(1);
  while (monotonic_now() < end) {
    const Result<Received> received = socket_.receive();
    if (!received) {
      static_cast<void>(loop_.run_once(std::chrono::milliseconds(20)));
      if (small_answered_) return true;
      continue;
    }
    on_datagram(*received);
    if (small_answered_) return true;
  }
  return false;
}

// With rp_filter the kernel drops what comes in where the way back would not go out; a counter is all it leaves.
bool Pinger::is_reverse_path_filtered(PathProber& prober) {
  const std::uint64_t before = reverse_path_drops();
  static_cast<void>(prober.ask(setup_.options.ttl.value_or(kUsualTtl), kPatience));
  return reverse_path_drops() > before;
}

void Pinger::ask_for_owners(const PathEvidence& path) {
  const bool on_link = path.next_hop && path.next_hop == path.target && path.target.is_v4();
  if (!on_link || !path.link || !path.link->mac) return;
  findings_.macs = setup_.arp.ask(path.link->index, *path.link->mac, path.source, path.target, kPatience);
}

// Further probes, after the run: they touch none of its figures.
void Pinger::look_closer(const PathEvidence& path) {
  PathProber prober(socket_, to_, ident_, session_.next_index(), signals_);
  if (setup_.options.trace) findings_.hops = walk(prober);
  if (session_.counts().received > 0) return;
  const bool heard = !findings_.icmp_errors.empty();
  const std::uint8_t exceeded =
      socket_.family() == Family::kIpv6 ? std::uint8_t{icmp6::kTimeExceeded} : std::uint8_t{icmp4::kTimeExceeded};
  if (heard && findings_.icmp_errors.back().type == exceeded) {
    findings_.loop = prober.ask(kLargestTtl, kPatience).kind == Hop::Kind::kExceeded;
  }
  if (!heard && findings_.send_error == 0 && path.target.is_v4() && path.next_hop && path.after && path.after->mac) {
    ask_for_owners(path);
    findings_.reverse_path_filtered = is_reverse_path_filtered(prober);
  }
}

void Pinger::note_reply_device(int interface) {
  if (interface == 0 || !setup_.path->route || !setup_.path->next_hop || interface == setup_.path->route->interface)
    return;
  char name[IF_NAMESIZE];
  if (::if_indextoname(static_cast<unsigned>(interface), name) != nullptr) findings_.reply_device = name;
}

std::optional<Verdict> Pinger::judge_replies(const PathEvidence& path) {
  ask_for_owners(path);
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
  if (!needed && !setup_.path && !setup_.options.trace) return std::nullopt;
  auto netlink = RtNetlink::open();
  if (!netlink) return std::nullopt;
  PathEvidence path;
  if (setup_.path) {
    path = *setup_.path;
  } else {
    path = gather_path(*netlink, {.target = setup_.target.address,
                                  .source = setup_.source,
                                  .device = setup_.device,
                                  .mark = setup_.options.mark.value_or(0)});
  }
  refresh_neighbour(*netlink, path);
  if (setup_.path) setup_.path = path;
  look_closer(path);
  if (!needed) return setup_.path ? judge_replies(path) : std::nullopt;
  investigate(*netlink, path);
  findings_.counts = session_.counts();
  findings_.default_ttl = !setup_.options.ttl;
  findings_.packet_size = setup_.options.size + IcmpHeader::kSize + (socket_.family() == Family::kIpv4 ? 20 : 40);
  const bool large = findings_.packet_size > kSurelyPasses && setup_.options.mtu_discovery == MtuDiscovery::kDo;
  if (large && findings_.icmp_errors.empty() && findings_.send_error == 0)
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
