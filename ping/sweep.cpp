#include "ping/sweep.h"

#include <algorithm>
#include <cstring>

#include "ping/icmp_text.h"
#include "ping/path.h"

namespace nd::ping {
namespace {

constexpr std::size_t kBlock = std::size_t{64} * 1024;
constexpr std::chrono::milliseconds kPause{10};  // after the kernel had no room
constexpr std::string_view kTimeout = "timeout";

bool is_no_room(const Error& error) { return error.code == ENOBUFS || error.code == ENOMEM || error.would_block(); }

}  // namespace

Sweep::Sweep(const Options& options, TargetGenerator targets, std::unique_ptr<TargetResolver> resolver, Sockets sockets,
             ScopeNames scopes)
    : options_(options),
      resolver_(std::move(resolver)),
      targets_(std::move(targets)),
      total_(targets_.total()),
      v4_(std::move(sockets.v4)),
      v6_(std::move(sockets.v6)),
      table_(pace_of(options)),
      bucket_(options.rate, monotonic_now()),
      report_(out_, options_, std::move(scopes)),
      progress_(total_, monotonic_now()),
      neighbours_(NeighbourPace::of_this_host(pace_of(options).retrying_time())) {
  if (shows_times(options_)) clock_.emplace(pace_of(options_).retries + 1);
}

SweepSocket* Sweep::socket_of(const IpAddress& address) { return address.is_v4() ? v4_.get() : v6_.get(); }

bool Sweep::send_probe(std::uint32_t slot, MonotonicTime now) {
  const SweepTable::Probe& probe = table_.at(slot);
  SweepSocket* socket = socket_of(probe.address);
  if (socket == nullptr) {
    conclude(slot, {}, "address family not supported");
    return true;
  }
  const SweepMark mark = table_.mark_of(slot);
  socket->queue(probe.address, mark);
  table_.sent(slot, now);
  if (clock_) clock_->handed_over(mark, now, std::chrono::system_clock::now().time_since_epoch());
  ++counts_.sent;
  if (socket->full()) flush(socket, now);
  return true;
}

// The next that is due: a host that stayed silent, one whose turn it is again, else a new one. False: there is none
// now.
bool Sweep::next_probe(MonotonicTime now) {
  while (const auto overdue = table_.next_overdue(now)) {
    if (overdue->again) return send_probe(overdue->slot, now);
    conclude(overdue->slot, {}, kTimeout);
  }
  if (const auto slot = table_.next_rested(now)) return send_probe(*slot, now);
  return next_target(now);
}

bool Sweep::next_target(MonotonicTime now) {
  if (exhausted_ || table_.in_flight() >= kMostSlots) return false;
  if (!held_) {
    held_ = targets_.next();
    tell_unknown();
  }
  if (!held_) {
    exhausted_ = targets_.exhausted();
    return false;
  }
  if (!neighbours_.admit(held_->address, now)) {
    neighbour_wait_ = neighbours_.next(held_->address);
    return false;
  }
  neighbour_wait_.reset();
  ++counts_.targets;
  std::uint32_t name = 0;
  if (!held_->name.empty()) {
    name = static_cast<std::uint32_t>(names_.size());
    names_.push_back(std::move(held_->name));
  }
  const std::uint32_t slot = table_.add(held_->address, name);
  if (options_.count) tally_of(slot) = {};
  held_.reset();
  return send_probe(slot, now);
}

SweepTally& Sweep::tally_of(std::uint32_t slot) {
  if (tallies_.size() <= slot) tallies_.resize(std::max<std::size_t>(slot + 1, tallies_.size() * 2));
  return tallies_[slot];
}

bool Sweep::send_some(MonotonicTime now) {
  if (now < paused_until_) return false;
  const std::size_t allowed = bucket_.available(now, SweepSocket::kBatch);
  std::size_t sent = 0;
  while (sent < allowed && now >= paused_until_ && next_probe(now)) ++sent;
  bucket_.take(sent);
  flush(v4_.get(), now);
  flush(v6_.get(), now);
  return sent > 0;
}

void Sweep::flush(SweepSocket* socket, MonotonicTime now) {
  while (socket != nullptr && socket->queued() > 0) {
    const auto sent = socket->flush();
    if (sent) continue;
    if (is_no_room(sent.error())) {
      paused_until_ = now + kPause;
      if (!socket->full()) return;
      // A full batch must not stay: these never left, and go again when there may be room.
      while (socket->queued() > 0) {
        table_.unsend(socket->drop_first(), paused_until_);
        --counts_.sent;
      }
      return;
    }
    on_send_failure(socket->drop_first(), sent.error().code);
  }
}

void Sweep::on_send_failure(SweepMark mark, int error) {
  if (!table_.is_current(mark)) return;
  progress_.clear();
  report_.send_failure(table_.at(mark.slot).address, error);
  conclude(mark.slot, {}, std::strerror(error));
}

bool Sweep::receive_some() {
  std::size_t taken = 0;
  for (SweepSocket* socket : {v4_.get(), v6_.get()}) {
    if (socket == nullptr) continue;
    const MonotonicTime now = monotonic_now();
    socket->read_stamps([this](SweepMark mark, WallTime stamp) { clock_->transmitted(mark, stamp); });
    taken += socket->receive([&](const SweepAnswer& answer) { on_answer(answer, now); });
  }
  return taken > 0;
}

void Sweep::on_answer(const SweepAnswer& answer, MonotonicTime now) {
  if (answer.kind == SweepAnswer::Kind::kError) {
    on_error(answer);
  } else {
    on_reply(answer, now);
  }
}

// No end of the matter: a host that is asked again may answer, as where a router learns of it meanwhile.
void Sweep::on_error(const SweepAnswer& error) {
  const SweepTable::Probe* probe = error.whole_mark ? table_.find(error.mark) : table_.latest(error.mark.slot);
  if (probe == nullptr || !is_same_host(probe->address, error.destination)) return;
  const SweepCause cause{error.from, error.header};
  causes_.insert_or_assign(error.mark.slot, cause);
  progress_.clear();
  report_.cause(cause, probe->address);
}

void Sweep::on_reply(const SweepAnswer& reply, MonotonicTime now) {
  switch (table_.take(reply.mark, reply.from)) {
    case SweepMatch::kAwaited:
      break;
    case SweepMatch::kDuplicate:
      ++counts_.duplicates;
      return;
    case SweepMatch::kLate:
      ++counts_.late;
      return;
    case SweepMatch::kStranger:
      return;
  }
  const Rtt rtt = clock_ ? clock_->rtt(reply.mark, {.read = now, .received = reply.stamp}) : Rtt{};
  conclude(reply.mark.slot, rtt, {});
}

void Sweep::conclude(std::uint32_t slot, std::optional<Rtt> rtt, std::string_view reason) {
  const SweepTable::Probe& probe = table_.at(slot);
  SweepTally tally{.sent = probe.tries};
  if (options_.count) {
    SweepTally& all = tally_of(slot);
    ++all.sent;
    if (rtt) all.add(*rtt);
    if (all.sent < static_cast<std::uint64_t>(*options_.count)) {
      return table_.rest(slot, probe.sent + sweep_interval(options_));
    }
    tally = all;
  } else if (rtt) {
    tally.add(*rtt);
  }
  report_host(slot, tally, reason);
  if (out_.text().size() >= kBlock) flush_output();
  causes_.erase(slot);
  table_.release(slot);
}

void Sweep::report_host(std::uint32_t slot, const SweepTally& tally, std::string_view reason) {
  const SweepTable::Probe& probe = table_.at(slot);
  SweepResult result{probe.address, names_[probe.name], tally.received > 0, tally, reason};
  ++(result.alive ? counts_.alive : counts_.unreachable);
  TextBuffer said(128);
  if (const auto cause = causes_.find(slot); cause != causes_.end() && reason == kTimeout) {
    const IcmpHeader& header = cause->second.header;
    append_icmp_text(said, probe.address.family(), header.type, header.code, header.rest);
    result.reason = said.view();
    result.reason_from = &cause->second.from;
  }
  report_.host(result);
}

// With -c, of a sweep that was cut short: what is known of the hosts that have probes to come.
void Sweep::tell_unfinished() {
  const auto slots = static_cast<std::uint32_t>(std::min(tallies_.size(), table_.slots()));
  for (std::uint32_t slot = 0; slot < slots; ++slot) {
    if (!table_.at(slot).busy || tallies_[slot].sent == 0) continue;
    report_host(slot, tallies_[slot], kTimeout);
    table_.release(slot);
  }
}

void Sweep::flush_output() {
  if (out_.text().empty()) return;
  progress_.clear();
  static_cast<void>(out_.flush());  // a failure is kept
}

}  // namespace nd::ping
