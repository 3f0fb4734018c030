// The probes of a sweep that are under way, as a pure table: memory grows with them and with nothing else. All probes
// of one try wait equally long, so a queue a try is the whole timer: the oldest is always in front.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "common/model/address.h"
#include "common/sys/timer.h"
#include "ping/sweep_pace.h"

namespace nd::ping {

// What names a probe on the wire: identifier and sequence number make its slot, the payload repeats the rest.
struct SweepMark {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;
  std::uint16_t attempt = 0;  // 0: the first try
};

// What a reply is to the probe that it repeats.
enum class SweepMatch : std::uint8_t {
  kAwaited,    // the first to a target that is waited for
  kDuplicate,  // that probe had its reply
  kLate,       // the probe was given up, or its target has answered another try
  kStranger,   // no such probe was sent, or to somebody else
};

class SweepTable {
 public:
  struct Probe {
    IpAddress address;
    std::uint32_t name = 0;  // where the caller keeps it; 0: none
    MonotonicTime sent{};
    std::uint32_t generation = 0;  // tells a probe from the one that had its slot before
    unsigned tries = 0;
    bool busy = false;
    bool answered = false;
    std::uint64_t answered_tries = 0;  // of this generation, a bit each; those past the last bit share it
    std::uint64_t past = 0;            // bit n: the generation n + 1 before this one was answered
  };

  explicit SweepTable(const SweepPace& pace) : pace_(pace), waiting_(pace.retries + 1) {}

  // A slot for a target, not sent yet. Slots are numbered from 0 and used again, the longest unused first.
  std::uint32_t add(const IpAddress& address, std::uint32_t name);
  const Probe& at(std::uint32_t slot) const { return probes_[slot]; }
  // Of the probe that sent() is told of next.
  SweepMark mark_of(std::uint32_t slot) const;
  // Whether that target still has its slot, and this probe to it is the latest.
  bool is_current(SweepMark mark) const;
  std::size_t in_flight() const { return in_flight_; }
  std::size_t slots() const { return probes_.size(); }

  void sent(std::uint32_t slot, MonotonicTime now);
  // The probe that a reply with this mark belongs to; nullptr: none that is still waited for.
  const Probe* find(SweepMark mark) const;
  // The probe that has this slot now, if it was sent; nullptr: none.
  const Probe* latest(std::uint32_t slot) const;
  // Counts a reply with this mark that came from `from`. Asked about each reply once: it remembers them, for as many
  // generations of a slot as `past` holds; older ones are late.
  SweepMatch take(SweepMark mark, const IpAddress& from);
  // Not to be asked again before `until`: the pause between two of several probes to one target.
  void rest(std::uint32_t slot, MonotonicTime until);
  // What sent() was told did not happen: the kernel had no room. Again at `until`, as with rest(); not if the
  // target is done with meanwhile.
  void unsend(SweepMark mark, MonotonicTime until);
  // A target whose pause is over, ready for sent().
  std::optional<std::uint32_t> next_rested(MonotonicTime now);
  // Its target is done with.
  void release(std::uint32_t slot);

  // The next probe whose time is over. `again`: to be sent once more, else its target is unreachable.
  struct Overdue {
    std::uint32_t slot;
    bool again;
  };
  std::optional<Overdue> next_overdue(MonotonicTime now);
  MonotonicTime next_timeout();

 private:
  struct Waiting {
    SweepMark mark;
    MonotonicTime until;
  };

  static void renew(Probe& probe);
  static SweepMatch take_old(Probe& probe, std::uint32_t age);

  SweepPace pace_;
  std::vector<Probe> probes_;
  std::deque<std::uint32_t> free_;
  std::vector<std::deque<Waiting>> waiting_;  // one queue a try
  std::deque<Waiting> resting_;               // all pauses are equally long too
  std::size_t in_flight_ = 0;
};

}  // namespace nd::ping
