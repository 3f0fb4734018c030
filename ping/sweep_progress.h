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
};

// A number of targets, which may be that of a whole IPv6 network.
void append_count(TextBuffer& out, double targets);

// How far a sweep of `total` targets is after so many seconds, at a rate of packets a second.
void append_progress(TextBuffer& out, const SweepCounts& counts, double total, double rate, double seconds);

class SweepProgress {
 public:
  // `total`: targets there will be.
  SweepProgress(double total, MonotonicTime start);

  // When to draw next; never without a terminal.
  MonotonicTime next() const { return next_; }
  bool due(MonotonicTime now) const { return now >= next_; }
  void draw(const SweepCounts& counts, MonotonicTime now);
  // Takes the line away, for others to be printed.
  void clear();

 private:
  double total_;
  MonotonicTime start_;
  MonotonicTime next_;
  MonotonicTime last_;
  std::uint64_t last_sent_ = 0;
  bool shown_ = false;
};

}  // namespace nd::ping
