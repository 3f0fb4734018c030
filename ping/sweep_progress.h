// How far a sweep is, for whoever looks on: one line on standard error that is drawn again and again, on a terminal
// only.
#pragma once

#include <cstdint>

#include "common/base/text_buffer.h"

#include "common/sys/timer.h"

namespace nd::ping {

struct SweepCounts {
  std::uint64_t targets = 0;
  std::uint64_t alive = 0;
  std::uint64_t unreachable = 0;
  std::uint64_t sent = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t late = 0;     // replies to probes that were given up
  std::uint64_t unknown = 0;  // texts that are no target
};

// A number of targets, which may be that of a whole IPv6 network.
void append_count(TextBuffer& out, double targets);

// How far a sweep of `total` targets is after so many seconds, at a rate of packets a second: as much of it as
// `columns` have room for.
void append_progress(TextBuffer& out, const SweepCounts& counts, double total, double rate, double seconds,
                     std::size_t columns);

class SweepProgress {
 public:
  // `total`: targets there will be.
  SweepProgress(double total, MonotonicTime start);

  // When to draw next; never without a terminal.
  MonotonicTime next() const { return next_; }
  bool due(MonotonicTime now) const { return now >= next_; }
  void draw(const SweepCounts& counts, MonotonicTime now);
  // The same in a line of its own, on whatever standard error is.
  void tell(const SweepCounts& counts, MonotonicTime now);
  // Takes the line away, for others to be printed.
  void clear();

 private:
  double rate_since_last(const SweepCounts& counts, MonotonicTime now) const;

  double total_;
  MonotonicTime start_;
  MonotonicTime next_;
  MonotonicTime last_;
  std::uint64_t last_sent_ = 0;
  bool shown_ = false;
};

}  // namespace nd::ping
