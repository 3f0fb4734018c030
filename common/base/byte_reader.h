// The only code that indexes foreign bytes (packets, netlink answers). Failure is sticky: after its end it yields
// zeros and empty spans and remembers truncated(), so decoders read like the RFC and check once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace nd {

using Bytes = std::span<const std::uint8_t>;

inline std::string_view as_text(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class ByteReader {
 public:
  explicit ByteReader(Bytes bytes) : rest_(bytes), start_(bytes.data()) {}

  std::size_t remaining() const { return rest_.size(); }
  std::size_t consumed() const { return static_cast<std::size_t>(rest_.data() - start_); }
  bool empty() const { return rest_.empty(); }
  bool truncated() const { return truncated_; }
  bool has(std::size_t n) const { return rest_.size() >= n; }
  Bytes rest() const { return rest_; }

  Bytes take(std::size_t n) {
    if (n > rest_.size()) {
      truncated_ = true;
      return std::exchange(rest_, rest_.last(0)).first(0);
    }
    return std::exchange(rest_, rest_.subspan(n)).first(n);
  }
  void skip(std::size_t n) { static_cast<void>(take(n)); }

  // b = big endian (network order), l = little endian.
  std::uint8_t u8() { return static_cast<std::uint8_t>(big(1)); }
  std::uint16_t b16() { return static_cast<std::uint16_t>(big(2)); }
  std::uint32_t b24() { return static_cast<std::uint32_t>(big(3)); }
  std::uint32_t b32() { return static_cast<std::uint32_t>(big(4)); }
  std::uint64_t b64() { return big(8); }
  std::uint16_t l16() { return static_cast<std::uint16_t>(little(2)); }
  std::uint32_t l32() { return static_cast<std::uint32_t>(little(4)); }
  std::uint64_t l64() { return little(8); }

  // Without moving: the byte `offset` ahead, 0 past the end (which is not remembered).
  std::uint8_t peek(std::size_t offset = 0) const { return offset < rest_.size() ? rest_[offset] : std::uint8_t{0}; }

 private:
  std::uint64_t big(std::size_t n) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(n)) value = value << 8 | byte;
    return value;
  }
  std::uint64_t little(std::size_t n) {
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const std::uint8_t byte : take(n)) {
      value |= std::uint64_t{byte} << shift;
      shift += 8;
    }
    return value;
  }

  Bytes rest_;
  const std::uint8_t* start_;
  bool truncated_ = false;
};

}  // namespace nd
