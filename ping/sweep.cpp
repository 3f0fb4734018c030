#include "ping/sweep.h"

#include <algorithm>
#include <csignal>
#include <cstring>

#include "ping/icmp_text.h"

namespace nd::ping {
namespace {

constexpr std::size_t kMostSlots = std::size_t{64} * 65536;
constexpr std::size_t kBlock = std::size_t{64} * 1024;
constexpr std::chrono::milliseconds kPause{10};  // after the kernel had no room

constexpr std::chrono::seconds kUsualInterval{1};
constexpr std::chrono::seconds kLongestUsualWait{2};

std::chrono::nanoseconds interval_of(const Options& options) { return options.interval.value_or(kUsualInterval); }

// With -c a probe that is lost is lost, and what is usually waited for it is fping's period; but an interval of 0 is no
// time to wait: what a sweep waits without -c is the least.
SweepPace pace_of(const Options& options) {
  SweepPace pace;
  pace.retries = options.count ? 0 : static_cast<unsigned>(options.retries);
  pace.backoff = options.backoff;
  if (options.count)
    pace.timeout = std::clamp<std::chrono::nanoseconds>(interval_of(options), pace.timeout, kLongestUsualWait);
  if (options.linger_given) pace.timeout = options.linger;
  return pace;
}

// From the first probe to a host to its last.
std::chrono::nanoseconds retrying_time(const Options& options) {
  const SweepPace pace = pace_of(options);
  double wait = static_cast<double>(pace.timeout.count()), total = 0;
  for (unsigned i = 0; i < pace.retries; ++i, wait *= pace.backoff) total += wait;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(total, 60e9)));
}

bool is_no_room(const Error& error) { return error.code == ENOBUFS || error.code == ENOMEM || error.would_block(); }

}  // namespace

Sweep::Sweep(const Options& options, TargetGenerator targets, std::unique_ptr<SweepSocket> v4,
             std::unique_ptr<SweepSocket> v6)
    : options_(options),
      targets_(std::move(targets)),
      total_(targets_.total()),
      v4_(std::move(v4)),
      v6_(std::move(v6)),
      table_(pace_of(options)),
      bucket_(options.rate, monotonic_now()),
      report_(out_, options_),
      progress_(total_, monotonic_now()),
      neighbours_(NeighbourPace::of_this_host(retrying_time(options_))) {
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
    conclude(overdue->slot, {}, "timeout");
  }
  if (const auto slot = table_.next_rested(now)) return send_probe(*slot, now);
  return next_target(now);
}

bool Sweep::next_target(MonotonicTime now) {
  if (exhausted_ || table_.in_flight() >= kMostSlots) return false;
  if (!held_) held_ = targets_.next();
  if (!held_) {
    exhausted_ = true;
    return false;
  }
  if (!neighbours_.admit(held_->address, now)) {
    neighbour_wait_ = neighbours_.next();
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
    const SweepMark dropped = socket->drop_first();
    if (table_.is_current(dropped)) conclude(dropped.slot, {}, std::strerror(sent.error().code));
  }
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
    if (answer.mark.slot >= table_.slots()) return;
    const SweepTable::Probe& probe = table_.at(answer.mark.slot);
    if (!probe.busy || probe.tries == 0 || probe.address != answer.destination) return;
    TextBuffer said(128);
    append_icmp_text(said, answer.destination.family(), answer.header.type, answer.header.code, answer.header.rest);
    return conclude(answer.mark.slot, {}, said.view());
  }
  const SweepTable::Probe* probe = table_.find(answer.mark);
  if (probe == nullptr) {
    ++counts_.duplicates;
    return;
  }
  if (probe->address != answer.from) return;
  const Rtt rtt = clock_ ? clock_->rtt(answer.mark, {.read = now, .received = answer.stamp}) : Rtt{};
  conclude(answer.mark.slot, rtt, {});
}

void Sweep::conclude(std::uint32_t slot, std::optional<Rtt> rtt, std::string_view reason) {
  const SweepTable::Probe& probe = table_.at(slot);
  SweepTally tally{.sent = probe.tries};
  if (options_.count) {
    SweepTally& all = tally_of(slot);
    ++all.sent;
    if (rtt) all.add(*rtt);
    if (all.sent < static_cast<std::uint64_t>(*options_.count)) {
      return table_.rest(slot, probe.sent + interval_of(options_));
    }
    tally = all;
  } else if (rtt) {
    tally.add(*rtt);
  }
  const bool alive = tally.received > 0;
  ++(alive ? counts_.alive : counts_.unreachable);
  report_.host({probe.address, names_[probe.name], alive, tally, reason});
  if (out_.text().size() >= kBlock) flush_output();
  table_.release(slot);
}

void Sweep::flush_output() {
  if (out_.text().empty()) return;
  progress_.clear();
  static_cast<void>(out_.flush());  // a failure is kept
}

Status Sweep::wait(EventLoop& loop, Timer& timer) {
  flush_output();
  const MonotonicTime now = monotonic_now();
  if (progress_.due(now)) progress_.draw(counts_, now);
  MonotonicTime until = table_.next_timeout();
  if (!exhausted_) until = std::min(until, neighbour_wait_.value_or(now));
  // Whatever is due waits for the rate, and for a kernel that had no room.
  until = std::min({std::max({until, bucket_.next(now), paused_until_}), progress_.next(), end_});
  if (const Status set = timer.set(until); !set) return set;
  const auto ran = loop.run_once(std::chrono::milliseconds(-1));
  return ran ? Status{} : tl::unexpected(ran.error());
}

// The sockets are read by work(), to their ends; the event loop only wakes it.
Status Sweep::watch(EventLoop& loop, Timer& timer, SignalSource& signals) {
  for (SweepSocket* socket : {v4_.get(), v6_.get()}) {
    if (socket == nullptr) continue;
    const auto wake = [](std::uint32_t) { return Drain::kEmpty; };
    if (Status added = loop.add(socket->fd(), EPOLLIN, wake); !added) return added;
  }
  const auto on_timer = [&timer](std::uint32_t) { return timer.drain(), Drain::kEmpty; };
  if (Status added = loop.add(timer.fd(), EPOLLIN, on_timer); !added) return added;
  const auto on_signal = [this, &signals](std::uint32_t) {
    while (signals.next()) interrupted_ = true;
    return Drain::kEmpty;
  };
  return loop.add(signals.fd(), EPOLLIN, on_signal);
}

Status Sweep::work(EventLoop& loop, Timer& timer) {
  for (unsigned turn = 0; !finished(); ++turn) {
    const MonotonicTime now = monotonic_now();
    interrupted_ |= now >= end_;
    const bool sent = !interrupted_ && send_some(now);
    const bool received = receive_some();
    if (finished()) break;
    if (!sent && !received) {
      if (const Status waited = wait(loop, timer); !waited) return waited;
    } else if (turn % 256 == 255) {  // busy: look for a signal, and show how far it is, now and then
      static_cast<void>(loop.run_once(std::chrono::milliseconds(0)));
      if (progress_.due(now)) progress_.draw(counts_, now);
    }
    if (out_.failed()) return out_.flush();
  }
  return {};
}

double Sweep::not_asked() const {
  const double taken = static_cast<double>(counts_.targets) + static_cast<double>(targets_.unknown().size());
  return exhausted_ ? 0.0 : std::max(0.0, total_ - taken);
}

void Sweep::tell_cut_short() const {
  if (not_asked() <= 0 && table_.in_flight() == 0) return;
  TextBuffer text(128);
  text.put("interrupted: "), append_count(text, not_asked()), text.put(" targets were not asked, ");
  text.dec(table_.in_flight()).put(" had not answered yet");
  complain("myping", text.view());
}

void Sweep::tell_unknown() const {
  for (const std::string& name : targets_.unknown()) {
    const bool address = parse_range(name).has_value();  // of the family that was not asked for
    complain("myping",
             name + ": " + (address ? "Address family for hostname not supported" : "Name or service not known"));
  }
}

int Sweep::exit_status() const {
  if (!targets_.unknown().empty()) return 2;
  const bool all_known = not_asked() <= 0 && table_.in_flight() == 0;
  return all_known && counts_.unreachable == 0 && counts_.alive > 0 ? 0 : 1;
}

Result<int> Sweep::run() {
  auto loop = EventLoop::create();
  if (!loop) return tl::unexpected(loop.error());
  auto timer = Timer::create();
  if (!timer) return tl::unexpected(timer.error());
  auto signals = SignalSource::create({SIGINT, SIGALRM});
  if (!signals) return tl::unexpected(signals.error());
  if (const Status watched = watch(*loop, *timer, *signals); !watched) return tl::unexpected(watched.error());
  const MonotonicTime start = monotonic_now();
  if (options_.deadline > std::chrono::seconds(0)) end_ = start + options_.deadline;
  if (const Status worked = work(*loop, *timer); !worked) return tl::unexpected(worked.error());
  progress_.clear();
  report_.end(counts_, targets_.unknown().size(), not_asked(), monotonic_now() - start);
  tell_cut_short();
  tell_unknown();
  if (const Status flushed = out_.flush(); !flushed) return tl::unexpected(flushed.error());
  return exit_status();
}

}  // namespace nd::ping
