// A stretch of a packet as one layer hands it to the next, and the only code that indexes packet bytes. It knows two
// ends: the length that the layer above claims, and how much the capture holds. A read past the latter throws
// Truncated, which ends the packet's line with " [|protocol]": all that was printed before stays, so a dissector that
// reads and prints in the peer's order is cut at the peer's byte.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"

namespace nd::capture {

struct Truncated {};
// Ends only the layer that finds it: the ones around it go on as if its printer had returned.
struct LayerCut : Truncated {};
[[noreturn]] void throw_truncated();
[[noreturn]] void throw_layer_cut();

class Slice {
 public:
  Slice() = default;
  Slice(const std::uint8_t* at, std::size_t captured, std::size_t length)
      : at_(at), captured_(static_cast<std::uint32_t>(captured)), length_(static_cast<std::uint32_t>(length)) {}
  explicit Slice(Bytes bytes) : Slice(bytes.data(), bytes.size(), bytes.size()) {}

  // What the layer above says there is; may be more or less than what was captured.
  std::uint32_t length() const { return length_; }
  // Bytes from here to the end of the capture (or to where an outer layer clipped it).
  std::uint32_t captured() const { return captured_; }
  // The bytes that are both claimed and captured.
  Bytes bytes() const { return {at_, std::min(captured_, length_)}; }
  const std::uint8_t* data() const { return at_; }

  // Are `n` bytes from `offset` captured? (tcpdump's ND_TTEST; the claimed length plays no part.)
  bool has(std::size_t n) const { return n <= captured_; }
  bool has(std::size_t offset, std::size_t n) const { return offset <= captured_ && n <= captured_ - offset; }
  void need(std::size_t offset, std::size_t n) const {
    if (!has(offset, n)) [[unlikely]]
      throw_truncated();
  }

  // The same for where tcpdump ends its own layer alone (its `trunc:` labels).
  void want(std::size_t offset, std::size_t n) const {
    if (!has(offset, n)) [[unlikely]]
      throw_layer_cut();
  }

  // Reads at `offset`: b = big endian, l = little endian.
  std::uint8_t u8(std::size_t offset = 0) const { return static_cast<std::uint8_t>(big<1>(offset)); }
  std::uint16_t b16(std::size_t offset = 0) const { return static_cast<std::uint16_t>(big<2>(offset)); }
  std::uint32_t b24(std::size_t offset = 0) const { return static_cast<std::uint32_t>(big<3>(offset)); }
  std::uint32_t b32(std::size_t offset = 0) const { return static_cast<std::uint32_t>(big<4>(offset)); }
  std::uint64_t b48(std::size_t offset = 0) const { return big<6>(offset); }
  std::uint64_t b64(std::size_t offset = 0) const { return big<8>(offset); }
  std::uint16_t l16(std::size_t offset = 0) const { return static_cast<std::uint16_t>(little<2>(offset)); }
  std::uint32_t l24(std::size_t offset = 0) const { return static_cast<std::uint32_t>(little<3>(offset)); }
  std::uint32_t l32(std::size_t offset = 0) const { return static_cast<std::uint32_t>(little<4>(offset)); }
  std::uint64_t l64(std::size_t offset = 0) const { return little<8>(offset); }
  // `n` captured bytes at `offset`, or Truncated.
  const std::uint8_t* at(std::size_t offset, std::size_t n) const {
    need(offset, n);
    return at_ + offset;
  }
  Bytes take_bytes(std::size_t offset, std::size_t n) const { return {at(offset, n), n}; }
  // Zero where the capture ends, for looking ahead without consequence.
  std::uint8_t peek(std::size_t offset = 0) const { return offset < captured_ ? at_[offset] : std::uint8_t{0}; }

  // What follows the first `n` bytes; empty past the end, on either count.
  Slice after(std::size_t n) const {
    const auto skipped = static_cast<std::uint32_t>(std::min<std::size_t>(n, captured_));
    const auto claimed = static_cast<std::uint32_t>(std::min<std::size_t>(n, length_));
    return {at_ + skipped, captured_ - skipped, length_ - claimed};
  }
  void advance(std::size_t n) { *this = after(n); }
  // The same bytes under another claim; what is captured behind it can still be read.
  Slice with_length(std::size_t n) const { return {at_, captured_, n}; }
  // At most `n` bytes on either count: nothing behind them can be read any more (tcpdump's nd_push_snapend).
  Slice clipped(std::size_t n) const {
    return {at_, std::min<std::size_t>(captured_, n), std::min<std::size_t>(length_, n)};
  }

 private:
  template <unsigned kBytes>
  std::uint64_t big(std::size_t offset) const {
    need(offset, kBytes);
    std::uint64_t value = 0;
    for (unsigned i = 0; i < kBytes; ++i) value = value << 8 | at_[offset + i];
    return value;
  }
  template <unsigned kBytes>
  std::uint64_t little(std::size_t offset) const {
    need(offset, kBytes);
    std::uint64_t value = 0;
    for (unsigned i = 0; i < kBytes; ++i) value |= std::uint64_t{at_[offset + i]} << (8 * i);
    return value;
  }

  const std::uint8_t* at_ = nullptr;
  std::uint32_t captured_ = 0;
  std::uint32_t length_ = 0;
};

}  // namespace nd::capture
