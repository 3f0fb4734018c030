// The Internet checksum (RFC 1071).
#pragma once

#include <cstdint>

#include "common/base/byte_reader.h"

namespace nd {

// Sums 16-bit words over several pieces; every piece but the last must have an even length.
class InternetChecksum {
 public:
  InternetChecksum& add(Bytes bytes);
  InternetChecksum& add16(std::uint16_t host_order_word) {
    sum_ += host_order_word;
    return *this;
  }
  // The one's complement of the sum, in host order: 0 over data that carries its right checksum.
  std::uint16_t value() const;

 private:
  std::uint64_t sum_ = 0;
};

std::uint16_t internet_checksum(Bytes bytes);

}  // namespace nd
