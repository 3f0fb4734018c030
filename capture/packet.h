// One captured packet, as a source yields it and until the source is asked again.
#pragma once

#include <algorithm>
#include <cstdint>

namespace nd::capture {

struct Packet {
  std::int64_t seconds = 0;       // since the epoch
  std::uint64_t nanoseconds = 0;  // below 1e9, except in crafted files
  std::uint32_t captured = 0;     // bytes at `data`
  std::uint32_t length = 0;       // on the wire
  const std::uint8_t* data = nullptr;
};

// Since the epoch. Only a crafted file goes past the ends, which are such that the difference of two times fits too.
constexpr std::int64_t nanoseconds_of(const Packet& packet) {
  constexpr std::int64_t kEnd = 4'500'000'000;             // seconds: the year 2112
  constexpr std::uint64_t kMostNanoseconds = 1ULL << 42U;  // what a 32-bit field of microseconds can hold
  return std::clamp(packet.seconds, -kEnd, kEnd) * 1'000'000'000 +
         static_cast<std::int64_t>(std::min(packet.nanoseconds, kMostNanoseconds));
}

}  // namespace nd::capture
