#include "ping/sweep_clock.h"

#include <algorithm>

namespace nd::ping {

bool SweepClock::knows(SweepMark mark) const {
  const std::size_t place = place_of(mark);
  return mark.attempt < attempts_ && place < left_.size() && left_[place].generation == mark.generation;
}

void SweepClock::handed_over(SweepMark mark, MonotonicTime now, WallTime wall) {
  const std::size_t place = place_of(mark);
  if (place >= left_.size()) left_.resize(std::max(place + attempts_, left_.size() * 2));
  left_[place] = {mark.generation, {.handed_over = now, .wall = wall}};
}

void SweepClock::transmitted(SweepMark mark, WallTime stamp) {
  if (knows(mark)) left_[place_of(mark)].departure.transmitted = stamp;
}

Rtt SweepClock::rtt(SweepMark answered, const Return& arrival) const {
  return knows(answered) ? measure(left_[place_of(answered)].departure, arrival) : Rtt{};
}

}  // namespace nd::ping
