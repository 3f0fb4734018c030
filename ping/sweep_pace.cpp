#include "ping/sweep_pace.h"

#include <algorithm>

namespace nd::ping {
namespace {

constexpr std::chrono::seconds kUsualInterval{1};
constexpr std::chrono::seconds kLongestUsualWait{2};

}  // namespace

std::chrono::nanoseconds sweep_interval(const Options& options) { return options.interval.value_or(kUsualInterval); }

SweepPace pace_of(const Options& options) {
  SweepPace pace;
  pace.retries = options.count ? 0 : static_cast<unsigned>(options.retries);
  pace.backoff = options.backoff;
  if (options.count)
    pace.timeout = std::clamp<std::chrono::nanoseconds>(sweep_interval(options), pace.timeout, kLongestUsualWait);
  if (options.linger_given) pace.timeout = options.linger;
  return pace;
}

std::chrono::nanoseconds SweepPace::retrying_time() const {
  double wait = static_cast<double>(timeout.count()), total = 0;
  for (unsigned i = 0; i < retries; ++i, wait *= backoff) total += wait;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(total, 60e9)));
}

}  // namespace nd::ping
