// When each probe of a sweep left, for the round-trip times of those sweeps that show any. A reply to a first try that
// comes after the second has left is timed from the first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ping/rtt.h"
#include "ping/sweep_table.h"

namespace nd::ping {

class SweepClock {
 public:
  // `attempts`: how often one target is asked at most, at least 1.
  explicit SweepClock(unsigned attempts) : attempts_(attempts) {}

  void handed_over(SweepMark mark, MonotonicTime now, WallTime wall);
  // The kernel's stamp of when the device got the probe. Of one that was never handed over: nothing happens.
  void transmitted(SweepMark mark, WallTime stamp);
  // `answered` names the try that the reply repeats.
  Rtt rtt(SweepMark answered, const Return& arrival) const;

 private:
  std::size_t place_of(SweepMark mark) const { return std::size_t{mark.slot} * attempts_ + mark.attempt; }
  bool knows(SweepMark mark) const;

  struct Left {
    std::uint32_t generation = 0;
    Departure departure;
  };
  unsigned attempts_;
  std::vector<Left> left_;
};

}  // namespace nd::ping
