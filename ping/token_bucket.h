// How many packets may leave now: so many a second, and no more at once than a short burst.
#pragma once

#include <algorithm>
#include <chrono>

#include "common/sys/timer.h"

namespace nd::ping {

class TokenBucket {
 public:
  // `rate` packets a second, 0 for no limit.
  TokenBucket(double rate, MonotonicTime start) : rate_(rate), last_(start) {}

  // What may leave at `now`, at most `most`.
  std::size_t available(MonotonicTime now, std::size_t most) {
    if (rate_ <= 0) return most;
    const double burst = std::max(1.0, rate_ / 100);  // ten milliseconds' worth
    tokens_ = std::min(burst, tokens_ + rate_ * std::chrono::duration<double>(now - last_).count());
    last_ = now;
    return std::min(most, static_cast<std::size_t>(tokens_));
  }
  void take(std::size_t n) { tokens_ -= rate_ > 0 ? static_cast<double>(n) : 0; }
  // When the next packet may leave.
  MonotonicTime next(MonotonicTime now) const {
    if (rate_ <= 0 || tokens_ >= 1) return now;
    return now + std::chrono::ceil<std::chrono::nanoseconds>(std::chrono::duration<double>((1 - tokens_) / rate_));
  }

 private:
  double rate_;
  double tokens_ = 1;
  MonotonicTime last_;
};

}  // namespace nd::ping
