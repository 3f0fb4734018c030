// What a sweep waits for, what wakes it and how it ends.
#include <algorithm>
#include <csignal>

#include "ping/sweep.h"

namespace nd::ping {

Status Sweep::wait(EventLoop& loop, Timer& timer) {
  flush_output();
  const MonotonicTime now = monotonic_now();
  if (progress_.due(now)) progress_.draw(counts_, now);
  MonotonicTime until = std::min(table_.next_timeout(), next_start(now));
  // Whatever is due waits for the rate, and for a kernel that had no room.
  until = std::min({std::max({until, bucket_.next(now), paused_until_}), progress_.next(), end_});
  if (const Status set = timer.set(until); !set) return set;
  const auto ran = loop.run_once(std::chrono::milliseconds(-1));
  return ran ? Status{} : tl::unexpected(ran.error());
}

MonotonicTime Sweep::next_start(MonotonicTime now) const {
  if (exhausted_ || table_.in_flight() >= kMostSlots) return MonotonicTime::max();
  if (held_) return neighbour_wait_.value_or(now);
  return targets_.ready() || targets_.exhausted() ? now : MonotonicTime::max();
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
  if (resolver_) {
    const auto on_name = [this](const std::string& name, tl::expected<IpAddress, std::string> address) {
      targets_.resolved(name, std::move(address));
      tell_unknown();
      exhausted_ = !held_ && targets_.exhausted();
    };
    if (Status added = resolver_->watch(loop, on_name); !added) return added;
  }
  const auto on_signal = [this, &signals](std::uint32_t) { return on_signals(signals), Drain::kEmpty; };
  return loop.add(signals.fd(), EPOLLIN, on_signal);
}

void Sweep::on_signals(SignalSource& signals) {
  while (const auto signal = signals.next()) {
    if (*signal == SIGQUIT) {
      flush_output();
      progress_.tell(counts_, monotonic_now());
    } else {
      interrupted_ = true;
    }
  }
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
  const double taken = static_cast<double>(counts_.targets) + static_cast<double>(counts_.unknown);
  return exhausted_ ? 0.0 : std::max(0.0, total_ - taken);
}

void Sweep::tell_cut_short() const {
  if (not_asked() <= 0 && table_.in_flight() == 0) return;
  TextBuffer text(128);
  text.put("interrupted: "), append_count(text, not_asked()), text.put(" targets were not asked, ");
  text.dec(table_.in_flight()).put(" had not answered yet");
  complain("myping", text.view());
}

void Sweep::tell_unknown() {
  for (const UnknownTarget& target : targets_.take_unknown()) {
    progress_.clear();
    report_.unknown(target);
    ++counts_.unknown;
  }
}

int Sweep::exit_status() const {
  if (counts_.unknown > 0) return 2;
  const bool all_known = not_asked() <= 0 && table_.in_flight() == 0;
  return all_known && counts_.unreachable == 0 && counts_.alive > 0 ? 0 : 1;
}

Result<int> Sweep::run() {
  auto loop = EventLoop::create();
  if (!loop) return tl::unexpected(loop.error());
  auto timer = Timer::create();
  if (!timer) return tl::unexpected(timer.error());
  auto signals = SignalSource::create({SIGINT, SIGALRM, SIGTERM, SIGHUP, SIGQUIT});
  if (!signals) return tl::unexpected(signals.error());
  if (const Status watched = watch(*loop, *timer, *signals); !watched) return tl::unexpected(watched.error());
  const MonotonicTime start = monotonic_now();
  if (options_.deadline > std::chrono::seconds(0)) end_ = start + options_.deadline;
  if (const Status worked = work(*loop, *timer); !worked) return tl::unexpected(worked.error());
  progress_.clear();
  tell_unfinished();
  report_.end(counts_, not_asked(), monotonic_now() - start);
  tell_cut_short();
  if (const Status flushed = out_.flush(); !flushed) return tl::unexpected(flushed.error());
  return exit_status();
}

}  // namespace nd::ping
