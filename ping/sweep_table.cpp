#include "ping/sweep_table.h"

#include <cmath>

namespace nd::ping {

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
  ++probe.generation;
  probe.tries = 0;
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

// A new generation, so that a late reply is not taken for that of the next probe.
void SweepTable::rest(std::uint32_t slot, MonotonicTime until) {
  Probe& probe = probes_[slot];
  ++probe.generation;
  probe.tries = 0;
  resting_.push_back({{.slot = slot, .generation = probe.generation}, until});
}

void SweepTable::unsend(SweepMark mark, MonotonicTime until) {
  if (!is_current(mark)) return;
  Probe& probe = probes_[mark.slot];
  ++probe.generation;
  if (probe.tries > 0) --probe.tries;
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
