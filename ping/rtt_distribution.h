// How round-trip times spread: percentiles, jitter and a histogram in memory that does not grow with the run.
// Microseconds below 128 are kept exactly, larger ones to 1 part in 128: finer than what a network repeats.
#pragma once

#include <cstdint>
#include <vector>

namespace nd::ping {

class RttDistribution {
 public:
  void add(std::int64_t microseconds);

  std::uint64_t count() const { return count_; }
  // The least value that `percent` of all do not exceed (nearest rank), in microseconds; 0 without values.
  std::int64_t percentile(double percent) const;
  // Differences between each time and the one before it, in microseconds.
  double mean_jitter() const { return count_ < 2 ? 0 : jitter_sum_ / static_cast<double>(count_ - 1); }
  std::int64_t most_jitter() const { return most_jitter_; }

  struct Row {
    std::int64_t from = 0;  // microseconds
    std::int64_t below = 0;
    std::uint64_t count = 0;
  };
  // Each row is twice as wide as the last, or wider where there would be more than `most` rows; empty ones only between
  // others.
  std::vector<Row> histogram(std::size_t most) const;

 private:
  static std::size_t bucket_of(std::int64_t microseconds);
  static std::int64_t first_of(std::size_t bucket);

  std::vector<std::uint64_t> buckets_;  // as many as the largest value needs
  std::uint64_t count_ = 0;
  std::int64_t min_ = 0;
  std::int64_t max_ = 0;
  std::int64_t last_ = 0;
  std::int64_t most_jitter_ = 0;
  double jitter_sum_ = 0;
};

}  // namespace nd::ping
