// Round-trip times: from which clock readings one is taken, and iputils' statistics of them in whole microseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "common/sys/timer.h"

namespace nd::ping {

// A reading of CLOCK_REALTIME, the clock of kernel timestamps; zero: none.
using WallTime = std::chrono::nanoseconds;

// When a probe left. `transmitted` is the kernel's software stamp, taken when the device got the packet and thus after
// ARP or neighbour discovery.
struct Departure {
  MonotonicTime handed_over{};
  WallTime wall{0};
  WallTime transmitted{0};
  std::chrono::nanoseconds hardware{0};  // the device's own stamp, on a clock of its own
};
// When its reply came: the kernel's stamp, and when the program got to read it.
struct Return {
  MonotonicTime read{};
  WallTime received{0};
  std::chrono::nanoseconds hardware{0};
};

enum class RttSource : std::uint8_t { kHardware, kKernelBothWays, kKernelReceive, kUser };

struct Rtt {
  std::chrono::nanoseconds time{0};
  std::chrono::nanoseconds resolution{0};  // what the packet waited for its next hop's address, 0 when not known
  RttSource source = RttSource::kUser;
};

inline double milliseconds(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

// The best figure that is possible at all: kernel stamps count when they lie within what the monotonic clock saw, so
// that neither a step of the wall clock nor a stamp of another packet can give an absurd one.
Rtt measure(const Departure& departure, const Return& arrival);

// iputils' figures: sums of whole microseconds, so that the last digits agree.
class RttSummary {
 public:
  void add(std::chrono::nanoseconds rtt);

  std::uint64_t count() const { return count_; }
  std::int64_t min() const { return min_; }  // microseconds, as all below
  std::int64_t max() const { return max_; }
  std::int64_t average() const;
  std::int64_t deviation() const;
  // Exponentially weighted, 1/8 of the newest.
  std::int64_t moving_average() const { return ewma8_ / 8; }
  std::int64_t moving_average8() const { return ewma8_; }

 private:
  std::uint64_t count_ = 0;
  std::int64_t min_ = 0;
  std::int64_t max_ = 0;
  std::int64_t sum_ = 0;
  double squares_ = 0;
  std::int64_t ewma8_ = 0;
};

}  // namespace nd::ping
