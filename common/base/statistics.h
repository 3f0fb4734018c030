// Running statistics of a series whose values are not kept.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace nd {

class RunningStats {
 public:
  void add(double value) {  // Welford: sums of squares lose digits
    const double delta = value - mean_;
    mean_ += delta / static_cast<double>(++count_);
    m2_ += delta * (value - mean_);
    min_ = count_ == 1 ? value : std::min(min_, value);
    max_ = count_ == 1 ? value : std::max(max_, value);
  }
  std::uint64_t count() const { return count_; }
  double mean() const { return mean_; }
  double min() const { return min_; }
  double max() const { return max_; }
  // Of the population, as iputils' mdev.
  double deviation() const { return count_ == 0 ? 0 : std::sqrt(m2_ / static_cast<double>(count_)); }

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0;
  double m2_ = 0;
  double min_ = 0;
  double max_ = 0;
};

}  // namespace nd
