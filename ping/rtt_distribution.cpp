#include "ping/rtt_distribution.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

namespace nd::ping {
namespace {

constexpr unsigned kExactBits = 7;
constexpr std::int64_t kExact = 1 << kExactBits;

}  // namespace

// Below kExact a bucket a value; then kExact buckets for each power of two.
std::size_t RttDistribution::bucket_of(std::int64_t microseconds) {
  const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds, 0));
  if (value < static_cast<std::uint64_t>(kExact)) return value;
  const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - 1 - kExactBits;
  return (std::size_t{shift} << kExactBits) + (value >> shift);
}

std::int64_t RttDistribution::first_of(std::size_t bucket) {
  if (bucket < static_cast<std::size_t>(kExact)) return static_cast<std::int64_t>(bucket);
  const std::size_t shift = (bucket >> kExactBits) - 1;
  return static_cast<std::int64_t>((bucket - (shift << kExactBits)) << shift);
}

void RttDistribution::add(std::int64_t microseconds) {
  const std::size_t bucket = bucket_of(microseconds);
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
  if (count_ > 0) {
    const std::int64_t difference = std::abs(microseconds - last_);
    jitter_sum_ += static_cast<double>(difference);
    most_jitter_ = std::max(most_jitter_, difference);
  }
  min_ = count_ == 0 ? microseconds : std::min(min_, microseconds);
  max_ = std::max(max_, microseconds);
  last_ = microseconds;
  ++count_;
}

std::int64_t RttDistribution::percentile(double percent) const {
  const auto rank = static_cast<std::uint64_t>(std::ceil(percent / 100 * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= std::max<std::uint64_t>(rank, 1)) return std::clamp(first_of(i + 1) - 1, min_, max_);
  }
  return 0;
}

std::vector<RttDistribution::Row> RttDistribution::histogram(std::size_t most) const {
  if (count_ == 0) return {};
  const auto power = [](std::int64_t value) {
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value)));
  };
  const int first = power(min_);
  const int powers = power(max_) - first + 1;
  const int step = (powers + static_cast<int>(most) - 1) / static_cast<int>(most);
  const auto edge = [](int at) { return at == 0 ? std::int64_t{0} : std::int64_t{1} << (at - 1); };
  std::vector<Row> rows;
  for (int at = first; at < first + powers; at += step) rows.push_back({edge(at), edge(at + step), 0});
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    if (buckets_[i] == 0) continue;
    const auto row = static_cast<std::size_t>((power(std::clamp(first_of(i), min_, max_)) - first) / step);
    rows[row].count += buckets_[i];
  }
  return rows;
}

}  // namespace nd::ping
