#include "ping/rtt.h"

#include <algorithm>
#include <cmath>

namespace nd::ping {
namespace {

using std::chrono::nanoseconds;

// Two clocks are read one after the other; their difference may be off by as much.
constexpr nanoseconds kSlack = std::chrono::microseconds(100);

}  // namespace

Rtt measure(const Departure& departure, const Return& arrival) {
  const nanoseconds longest = arrival.read - departure.handed_over;
  const auto plausible = [&](nanoseconds time) { return time >= nanoseconds(0) && time <= longest + kSlack; };
  const nanoseconds device = arrival.hardware - departure.hardware;
  if (arrival.hardware > nanoseconds(0) && departure.hardware > nanoseconds(0) && plausible(device)) {
    const nanoseconds waited = departure.transmitted - departure.wall;
    const bool known = departure.transmitted > nanoseconds(0) && plausible(waited);
    return {device, known ? waited : nanoseconds(0), RttSource::kHardware};
  }
  if (arrival.received > nanoseconds(0)) {
    const nanoseconds both = arrival.received - departure.transmitted;
    if (departure.transmitted > nanoseconds(0) && plausible(both)) {
      const nanoseconds waited = departure.transmitted - departure.wall;
      return {both, plausible(waited) ? waited : nanoseconds(0), RttSource::kKernelBothWays};
    }
    const nanoseconds one = arrival.received - departure.wall;
    if (plausible(one)) return {one, nanoseconds(0), RttSource::kKernelReceive};
  }
  return {std::max(longest, nanoseconds(0)), nanoseconds(0), RttSource::kUser};
}

void RttSummary::add(nanoseconds rtt) {
  const std::int64_t us = std::chrono::duration_cast<std::chrono::microseconds>(rtt).count();
  min_ = count_ == 0 ? us : std::min(min_, us);
  max_ = count_ == 0 ? us : std::max(max_, us);
  sum_ += us;
  squares_ += static_cast<double>(us) * static_cast<double>(us);
  ewma8_ = count_ == 0 ? us * 8 : ewma8_ + us - ewma8_ / 8;
  ++count_;
}

std::int64_t RttSummary::average() const { return count_ == 0 ? 0 : sum_ / static_cast<std::int64_t>(count_); }

std::int64_t RttSummary::deviation() const {
  if (count_ == 0) return 0;
  // Rounded down at every division, as the peer's integers are.
  const auto total = static_cast<double>(count_);
  const double sum = static_cast<double>(sum_);
  const double variance = std::floor((squares_ - std::floor(sum * sum / total)) / total);
  return variance <= 0 ? 0 : static_cast<std::int64_t>(std::sqrt(variance));
}

}  // namespace nd::ping
