#include "common/base/decimal.h"

#include <array>
#include <cstring>

namespace nd {
namespace {

constexpr std::array<char, 200> kPairs = [] {
  std::array<char, 200> pairs{};
  for (unsigned i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

void put_pair(char* at, std::uint32_t value) { std::memcpy(at, &kPairs[std::size_t{2} * value], 2); }

unsigned digits_of(std::uint32_t value) {
  if (value < 10000) return value < 100 ? (value < 10 ? 1 : 2) : (value < 1000 ? 3 : 4);
  if (value < 1'000'000) return value < 100'000 ? 5 : 6;
  if (value < 100'000'000) return value < 10'000'000 ? 7 : 8;
  return value < 1'000'000'000 ? 9 : 10;
}

// Exactly `n` digits, with zeros in front.
void put_digits(char* at, std::uint32_t value, unsigned n) {
  for (; n >= 2; value /= 100) {
    n -= 2;
    put_pair(at + n, value % 100);
  }
  if (n == 1) *at = static_cast<char>('0' + value % 10);
}

char* put_small(char* at, std::uint32_t value) {
  const unsigned n = digits_of(value);
  put_digits(at, value, n);
  return at + n;
}

}  // namespace

char* put_decimal(char* at, std::uint64_t value) {
  constexpr std::uint64_t kNine = 1'000'000'000;
  if (value <= UINT32_MAX) return put_small(at, static_cast<std::uint32_t>(value));
  at = put_decimal(at, value / kNine);
  put_digits(at, static_cast<std::uint32_t>(value % kNine), 9);
  return at + 9;
}

}  // namespace nd
