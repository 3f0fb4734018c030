#include "ping/session.h"

#include <algorithm>

namespace nd::ping {
namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds kUnansweredPace = std::chrono::milliseconds(10);  // of interval 0: 100 a second

}  // namespace

EchoSession::EchoSession(const SessionSettings& settings, MonotonicTime start)
    : settings_(settings), interval_(settings.interval), start_(start), due_(start), last_sent_(start) {}

bool EchoSession::complete() const {
  if (interrupted_) return true;
  if (settings_.fail_after > 0 && failures_in_row_ >= settings_.fail_after) return true;
  if (settings_.until_up) return counts_.received > 0;
  if (settings_.count && counts_.received + counts_.errors >= *settings_.count) return true;
  return settings_.errors_end && settings_.deadline > nanoseconds(0) && counts_.errors > 0;
}

Step EchoSession::next(MonotonicTime now) {
  if (complete()) return {Step::What::kFinish};
  const bool has_deadline = settings_.deadline > nanoseconds(0);
  const MonotonicTime end = has_deadline ? start_ + settings_.deadline : MonotonicTime::max();
  if (now >= end) return {Step::What::kFinish};
  if (settings_.count && counts_.transmitted >= *settings_.count && !has_deadline) return wait_for_replies(now);
  const MonotonicTime next_probe = due();
  if (now >= next_probe) return {Step::What::kSend};
  return {Step::What::kWait, std::min({next_probe, end, next_loss_time()})};
}

// All is sent: how long to wait is settled once, from what is known at that moment.
Step EchoSession::wait_for_replies(MonotonicTime now) {
  if (!exit_at_) {
    nanoseconds wait = settings_.linger;
    if (counts_.received > 0) wait = std::max(nanoseconds(std::chrono::microseconds(2 * rtts_.max())), interval_);
    exit_at_ = counts_.received == 0 && wait == nanoseconds(0) ? MonotonicTime::max() : now + wait;
  }
  if (now >= *exit_at_) return {Step::What::kFinish};
  return {Step::What::kWait, std::min(*exit_at_, next_loss_time())};
}

MonotonicTime EchoSession::due() const {
  if (interval_ > nanoseconds(0) || counts_.transmitted == 0) return due_;
  return in_flight() < settings_.preload ? due_ : last_sent_ + kUnansweredPace;
}

// An absolute schedule: a probe that leaves late does not delay those after it. Who slept through a whole interval
// leaves out what was missed instead of sending it in one burst, and stays in step.
void EchoSession::schedule_after(MonotonicTime now) {
  last_sent_ = now;
  if (counts_.transmitted < settings_.preload) return;
  due_ = settings_.adaptive ? now + interval_ : due_ + interval_;
  if (due_ <= now && interval_ > nanoseconds(0)) due_ += ((now - due_) / interval_ + 1) * interval_;
}

void EchoSession::sent(const Departure& departure) {
  const Probe probe{.departure = departure};
  if (probes_.size() < kRemembered) {
    probes_.push_back(probe);
  } else {
    probes_[counts_.transmitted % kRemembered] = probe;
  }
  ++counts_.transmitted;
  schedule_after(departure.handed_over);
}

void EchoSession::send_failed(MonotonicTime now) {
  sent({.handed_over = now});
  find(counts_.transmitted)->failed = true;
  lose(counts_.transmitted, *find(counts_.transmitted));
}

void EchoSession::lose(std::uint64_t index, Probe& probe) {
  if (probe.answered || std::exchange(probe.lost, true)) return;
  ++lost_;
  if (index < last_answered_) return;  // what came meanwhile says more about now
  ++failures_in_row_;
  up_ = false;
}

void EchoSession::postpone(MonotonicTime now) { due_ = std::max(due_, now + kUnansweredPace); }

void EchoSession::stamped(std::uint64_t index, WallTime transmitted, nanoseconds hardware) {
  Probe* probe = find(index);
  if (probe == nullptr) return;
  if (transmitted > WallTime(0)) probe->departure.transmitted = transmitted;
  if (hardware > nanoseconds(0)) probe->departure.hardware = hardware;
}

const EchoSession::Probe* EchoSession::find(std::uint64_t index) const {
  if (index == 0 || index > counts_.transmitted || index + kRemembered <= counts_.transmitted) return nullptr;
  return &probes_[(index - 1) % kRemembered];
}
EchoSession::Probe* EchoSession::find(std::uint64_t index) {
  return const_cast<Probe*>(static_cast<const EchoSession*>(this)->find(index));
}

std::uint64_t EchoSession::index_of(std::uint16_t sequence) const {
  const auto behind = static_cast<std::uint16_t>(counts_.transmitted - sequence);
  return behind >= counts_.transmitted ? 0 : counts_.transmitted - behind;
}

void EchoSession::acknowledge(std::uint64_t index) {
  counts_.pipe = std::max(counts_.pipe, counts_.transmitted - index + 1);
  acknowledged_ = std::max(acknowledged_, index);
}

std::uint64_t EchoSession::in_flight() const { return counts_.transmitted - acknowledged_; }

ReplyVerdict EchoSession::on_reply(const EchoClaim& claim, const Return& arrival) {
  const std::uint64_t index = index_of(claim.sequence);
  Probe* probe = find(index);
  if (!claim.checksum_ok) {
    ++counts_.corrupted;
    return {ReplyKind::kBadChecksum, index != 0 ? index : claim.sequence, {}};
  }
  if (probe == nullptr) {
    ++counts_.strangers;
    return {ReplyKind::kNotSent, claim.sequence, {}};
  }
  if (!claim.source_ok) {
    ++counts_.strangers;
    return {ReplyKind::kWrongSource, index, {}};
  }
  if (!claim.cookie_ok) {
    ++counts_.corrupted;
    return {ReplyKind::kWrongCookie, index, {}};
  }
  acknowledge(index);
  const Rtt rtt = measure(probe->departure, arrival);
  rtts_.add(rtt.time);
  if (settings_.distribution) {
    distribution_.add(std::chrono::duration_cast<std::chrono::microseconds>(rtt.time).count());
  }
  if (settings_.adaptive) adapt();
  const bool again = std::exchange(probe->answered, true);
  ++(again ? counts_.duplicates : counts_.received);
  if (!again) {
    if (std::exchange(probe->lost, false)) --lost_;
    last_answered_ = std::max(last_answered_, index);
    failures_in_row_ = 0;
    up_ = true;
  }
  return {again ? ReplyKind::kDuplicate : ReplyKind::kCounted, index, rtt};
}

// The next probe goes when the reply is expected; in whole milliseconds as iputils has them.
void EchoSession::adapt() {
  const std::chrono::microseconds average(rtts_.moving_average());
  const auto rounded = std::chrono::floor<std::chrono::milliseconds>(average + std::chrono::microseconds(500));
  interval_ = std::max<nanoseconds>(rounded, settings_.least_interval);
  due_ = last_sent_ + interval_;
}

std::uint64_t EchoSession::on_error(std::uint16_t sequence) {
  ++counts_.errors;
  const std::uint64_t index = index_of(sequence);
  if (Probe* probe = find(index)) {
    probe->failed = true;
    acknowledge(index);
    lose(index, *probe);
  }
  return index;
}

MonotonicTime EchoSession::next_loss_time() const {
  if (!settings_.announce_losses || settings_.loss_after == nanoseconds(0)) return MonotonicTime::max();
  const Probe* probe = find(loss_cursor_);
  return probe == nullptr ? MonotonicTime::max() : probe->departure.handed_over + settings_.loss_after;
}

std::optional<std::uint64_t> EchoSession::next_loss(MonotonicTime now, bool final) {
  if (counts_.transmitted > kRemembered) {
    loss_cursor_ = std::max(loss_cursor_, counts_.transmitted - kRemembered + 1);
  }
  while (Probe* probe = find(loss_cursor_)) {
    if (!probe->answered && !probe->failed) {
      const bool due =
          settings_.loss_after > nanoseconds(0) && now >= probe->departure.handed_over + settings_.loss_after;
      if (!due && !final) return std::nullopt;
      lose(loss_cursor_, *probe);
      return loss_cursor_++;
    }
    ++loss_cursor_;
  }
  return std::nullopt;
}

bool EchoSession::answered(std::uint64_t index) const {
  const Probe* probe = find(index);
  return probe != nullptr && probe->answered;
}

std::vector<bool> EchoSession::answers(std::size_t most) const {
  const std::uint64_t known = std::min<std::uint64_t>({most, counts_.transmitted, kRemembered});
  std::vector<bool> answers;
  for (std::uint64_t i = counts_.transmitted - known; i < counts_.transmitted; ++i) answers.push_back(answered(i + 1));
  return answers;
}

int EchoSession::exit_status() const {
  if (settings_.fail_after > 0 && failures_in_row_ >= settings_.fail_after) return 1;
  const bool short_of_count =
      settings_.deadline > nanoseconds(0) && settings_.count && counts_.received < *settings_.count;
  return counts_.received == 0 || short_of_count ? 1 : 0;
}

}  // namespace nd::ping
