#include "ping/trace.h"

#include "common/parse/address.h"
#include "common/parse/icmp.h"
#include "common/sys/timer.h"

namespace nd::ping {
namespace {

constexpr int kMostHops = 30;
constexpr int kMostSilent = 4;  // in a row
constexpr std::chrono::milliseconds kPatience{500};

bool is_time_exceeded(const QueuedError& error, Family family) {
  return error.icmp_type == (family == Family::kIpv6 ? int{icmp6::kTimeExceeded} : int{icmp4::kTimeExceeded});
}

}  // namespace

PathProber::PathProber(EchoSocket& socket, const SocketAddress& to, const IpAddress& own, std::uint16_t ident,
                       std::uint64_t sequence, Await await)
    : socket_(socket),
      to_(to),
      own_(own),
      ident_(ident),
      sequence_(static_cast<std::uint16_t>(sequence)),
      request_({.family = socket.family(), .ident = ident, .size = 16, .pattern = {}, .cookie = {}}),
      await_(std::move(await)) {}

bool PathProber::is_ours(const IcmpHeader& header) const {
  return header.sequence() == sequence_ && (!socket_.raw() || header.id() == ident_);
}

bool PathProber::send(int ttl) {
  const bool v4 = socket_.family() == Family::kIpv4;
  if (::setsockopt(socket_.fd(), v4 ? SOL_IP : SOL_IPV6, v4 ? IP_TTL : IPV6_UNICAST_HOPS, &ttl, sizeof ttl) < 0) {
    return false;
  }
  ++sequence_;
  // An error about an earlier probe may be what the first attempt reports.
  return socket_.send(request_.with_sequence(sequence_), to_) || socket_.send(request_.with_sequence(sequence_), to_);
}

// All that is in the socket, up to what answers the latest probe.
std::optional<Hop> PathProber::look() {
  for (;;) {
    const Result<QueuedError> error = socket_.receive_error();
    if (!error) break;
    if (error->origin != QueuedError::Origin::kIcmp || with_scope(error->offender, 0) == with_scope(own_, 0)) continue;
    ByteReader in{error->quoted};
    const IcmpHeader probe = read_icmp_header(in);
    if (in.truncated() || !is_ours(probe)) continue;
    const bool exceeded = is_time_exceeded(*error, socket_.family());
    return Hop{.kind = exceeded ? Hop::Kind::kExceeded : Hop::Kind::kRefused,
               .from = error->offender,
               .type = error->icmp_type,
               .code = error->icmp_code,
               .info = error->info};
  }
  for (;;) {
    const Result<Received> received = socket_.receive();
    if (!received && received.error().would_block()) return std::nullopt;
    if (!received) continue;
    const auto datagram = parse_datagram(received->datagram, socket_.family(), socket_.has_ip_header());
    const int reply = socket_.family() == Family::kIpv6 ? int{icmp6::kEchoReply} : int{icmp4::kEchoReply};
    if (!datagram || datagram->header.type != reply || !is_ours(datagram->header)) continue;
    return Hop{.kind = Hop::Kind::kReached, .from = received->from};
  }
}

Hop PathProber::ask(int ttl, std::chrono::milliseconds wait) {
  const MonotonicTime start = monotonic_now();
  if (interrupted_ || !send(ttl)) return {.ttl = ttl};
  std::optional<Hop> hop;
  interrupted_ = await_([&] { return (hop = look()).has_value(); }, wait) == Awaited::kInterrupted;
  if (!hop) return {.ttl = ttl};
  hop->ttl = ttl;
  hop->rtt = monotonic_now() - start;
  return *hop;
}

std::vector<Hop> walk(PathProber& prober) {
  std::vector<Hop> hops;
  int silent = 0;
  for (int ttl = 1; ttl <= kMostHops && silent < kMostSilent && !prober.interrupted(); ++ttl) {
    Hop hop = prober.ask(ttl, kPatience);
    if (hop.kind == Hop::Kind::kSilent) hop = prober.ask(ttl, kPatience);
    silent = hop.kind == Hop::Kind::kSilent ? silent + 1 : 0;
    hops.push_back(hop);
    if (hop.kind == Hop::Kind::kReached || hop.kind == Hop::Kind::kRefused) break;
  }
  while (!hops.empty() && hops.back().kind == Hop::Kind::kSilent) hops.pop_back();
  return hops;
}

const Hop* last_speaker(const std::vector<Hop>& hops) {
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    if (hop->kind == Hop::Kind::kExceeded || hop->kind == Hop::Kind::kRefused) return &*hop;
  }
  return nullptr;
}

}  // namespace nd::ping
