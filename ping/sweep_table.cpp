#include "ping/sweep_table.h"

#include <algorithm>
#include <cmath>

#include "common/parse/address.h"

namespace nd::ping {
namespace {

// The kernel tells the scope of a link-local neighbour, also where the target was written without one.
bool answers_for(const IpAddress& from, const IpAddress& target) {
  return from == target || (target.scope() == 0 && with_scope(from, 0) == target);
}

}  // namespace

std::uint32_t SweepTable::add(const IpAddress& address, std::uint32_t name) {
  std::uint32_t slot;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(probes_.size());
    probes_.emplace_back();
  } else {
    slot = free_.front();
    free_.pop_front();
  }
  Probe& probe = probes_[slot];
  probe.address = address;
  probe.name = name;
  renew(probe);
  probe.busy = true;
  ++in_flight_;
  return slot;
}

SweepMark SweepTable::mark_of(std::uint32_t slot) const {
  const Probe& probe = probes_[slot];
  return {slot, probe.generation, static_cast<std::uint16_t>(probe.tries)};
}

void SweepTable::sent(std::uint32_t slot, MonotonicTime now) {
  Probe& probe = probes_[slot];
  probe.sent = now;
  const unsigned attempt = probe.tries++;
  const auto wait = std::chrono::duration<double, std::nano>(static_cast<double>(pace_.timeout.count()) *
                                                             std::pow(pace_.backoff, attempt));
  waiting_[attempt].push_back({{.slot = slot, .generation = probe.generation},
                               now + std::chrono::duration_cast<std::chrono::nanoseconds>(wait)});
}

const SweepTable::Probe* SweepTable::find(SweepMark mark) const {
  if (mark.slot >= probes_.size() || !is_current(mark)) return nullptr;
  const Probe& probe = probes_[mark.slot];
  return mark.attempt < probe.tries ? &probe : nullptr;
}

const SweepTable::Probe* SweepTable::latest(std::uint32_t slot) const {
  if (slot >= probes_.size() || !probes_[slot].busy || probes_[slot].tries == 0) return nullptr;
  return &probes_[slot];
}

void SweepTable::renew(Probe& probe) {
  ++probe.generation;
  probe.past = probe.past << 1 | (probe.answered ? 1U : 0U);
  probe.answered = false;
  probe.answered_tries = 0;
  probe.tries = 0;
}

SweepMatch SweepTable::take(SweepMark mark, const IpAddress& from) {
  if (mark.slot >= probes_.size()) return SweepMatch::kStranger;
  Probe& probe = probes_[mark.slot];
  const std::uint32_t age = probe.generation - mark.generation;
  if (age > 0) return age < probe.generation ? take_old(probe, age) : SweepMatch::kStranger;
  if (mark.attempt >= probe.tries || !answers_for(from, probe.address)) return SweepMatch::kStranger;
  const std::uint64_t bit = std::uint64_t{1} << std::min<unsigned>(mark.attempt, 63);
  if ((probe.answered_tries & bit) != 0) return SweepMatch::kDuplicate;
  probe.answered_tries |= bit;
  if (!probe.busy || probe.answered) return SweepMatch::kLate;
  probe.answered = true;
  return SweepMatch::kAwaited;
}

SweepMatch SweepTable::take_old(Probe& probe, std::uint32_t age) {
  if (age > 64) return SweepMatch::kLate;
  const std::uint64_t bit = std::uint64_t{1} << (age - 1);
  if ((probe.past & bit) != 0) return SweepMatch::kDuplicate;
  probe.past |= bit;
  return SweepMatch::kLate;
}

// A new generation, so that a late reply is not taken for that of the next probe.
void SweepTable::rest(std::uint32_t slot, MonotonicTime until) {
  Probe& probe = probes_[slot];
  renew(probe);
  resting_.push_back({{.slot = slot, .generation = probe.generation}, until});
}

void SweepTable::unsend(SweepMark mark, MonotonicTime until) {
  if (!is_current(mark)) return;
  Probe& probe = probes_[mark.slot];
  const unsigned tries = probe.tries;
  renew(probe);
  if (tries > 0) probe.tries = tries - 1;
  resting_.push_back({{.slot = mark.slot, .generation = probe.generation}, until});
}

std::optional<std::uint32_t> SweepTable::next_rested(MonotonicTime now) {
  while (!resting_.empty() && (!is_current(resting_.front().mark) || resting_.front().until <= now)) {
    const SweepMark front = resting_.front().mark;
    resting_.pop_front();
    if (is_current(front)) return front.slot;
  }
  return std::nullopt;
}

void SweepTable::release(std::uint32_t slot) {
  probes_[slot].busy = false;
  free_.push_back(slot);
  --in_flight_;
}

// Answered probes stay in their queue until they come to its front.
bool SweepTable::is_current(SweepMark mark) const {
  const Probe& probe = probes_[mark.slot];
  return probe.busy && probe.generation == mark.generation;
}

std::optional<SweepTable::Overdue> SweepTable::next_overdue(MonotonicTime now) {
  for (std::size_t attempt = 0; attempt < waiting_.size(); ++attempt) {
    auto& queue = waiting_[attempt];
    while (!queue.empty() && (!is_current(queue.front().mark) || queue.front().until <= now)) {
      const SweepMark front = queue.front().mark;
      queue.pop_front();
      if (is_current(front)) return Overdue{front.slot, attempt + 1 < waiting_.size()};
    }
  }
  return std::nullopt;
}

MonotonicTime SweepTable::next_timeout() {
  MonotonicTime next = MonotonicTime::max();
  for (auto& queue : waiting_) {
    while (!queue.empty() && !is_current(queue.front().mark)) queue.pop_front();
    if (!queue.empty()) next = std::min(next, queue.front().until);
  }
  while (!resting_.empty() && !is_current(resting_.front().mark)) resting_.pop_front();
  if (!resting_.empty()) next = std::min(next, resting_.front().until);
  return next;
}

}  // namespace nd::ping
