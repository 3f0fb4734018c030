// A timerfd on the monotonic clock, set to absolute times: a schedule that does not drift.
#pragma once

#include <chrono>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd {

// CLOCK_MONOTONIC; std::chrono::steady_clock has the same epoch on Linux.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;
MonotonicTime monotonic_now();

class Timer {
 public:
  static Result<Timer> create();
  int fd() const { return fd_.get(); }
  // Fires once at `when`, at once if that is past.
  Status set(MonotonicTime when);
  // Fires at `first` and every `interval` after it.
  Status set_periodic(MonotonicTime first, std::chrono::nanoseconds interval);
  Status disarm();
  // Reads the timer to EAGAIN; how often it fired since the last call.
  std::uint64_t drain();

 private:
  explicit Timer(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace nd
