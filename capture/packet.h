// One captured packet, as a source yields it and until the source is asked again.
#pragma once

#include <cstdint>

namespace nd::capture {

struct Packet {
  std::int64_t seconds = 0;       // since the epoch
  std::uint64_t nanoseconds = 0;  // below 1e9, except in crafted files
  std::uint32_t captured = 0;     // bytes at `data`
  std::uint32_t length = 0;       // on the wire
  const std::uint8_t* data = nullptr;
};

}  // namespace nd::capture
