#include "common/base/checksum.h"

#include <bit>
#include <cstring>

namespace nd {
namespace {

std::uint64_t fold_carry(std::uint64_t sum, std::uint64_t more) {
  sum += more;
  return sum + (sum < more ? 1 : 0);
}

std::uint16_t fold16(std::uint64_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

}  // namespace

InternetChecksum& InternetChecksum::add(Bytes bytes) {
  std::uint64_t sum = 0;  // in memory order: the sum does not care, RFC 1071 section 2 (B)
  while (bytes.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data(), sizeof word);
    sum = fold_carry(sum, word);
    bytes = bytes.subspan(8);
  }
  std::uint64_t tail = 0;
  if (!bytes.empty()) std::memcpy(&tail, bytes.data(), bytes.size());
  std::uint16_t folded = fold16(fold_carry(sum, tail));
  if constexpr (std::endian::native == std::endian::little) {
    folded = static_cast<std::uint16_t>(folded << 8 | folded >> 8);
  }
  sum_ += folded;
  return *this;
}

std::uint16_t InternetChecksum::value() const { return static_cast<std::uint16_t>(~fold16(sum_)); }

std::uint16_t internet_checksum(Bytes bytes) { return InternetChecksum{}.add(bytes).value(); }

}  // namespace nd
