// The block that all output is appended to. Renderers write here and know nothing of descriptors; a hot path
// reserves once and stores bytes through a cursor, because a std::string checks its capacity at every append.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "common/base/decimal.h"

namespace nd {

class TextBuffer {
 public:
  explicit TextBuffer(std::size_t capacity = 4096) { grow(capacity); }

  std::string_view view() const { return {data_.get(), size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  void clear() { size_ = 0; }
  // Cuts back to `size` bytes: undoes what was appended since size() said so.
  void truncate(std::size_t size) { size_ = size < size_ ? size : size_; }

  // Room for `n` more bytes; returns where they go. Tell commit() how many were stored.
  char* reserve(std::size_t n) {
    if (capacity_ - size_ < n) grow(size_ + n);
    return data_.get() + size_;
  }
  void commit(std::size_t n) { size_ += n; }
  // The same with a pointer one past the last stored byte.
  void commit_to(const char* end) { size_ = static_cast<std::size_t>(end - data_.get()); }

  TextBuffer& put(char c) {
    *reserve(1) = c;
    ++size_;
    return *this;
  }
  TextBuffer& put(std::string_view text) {
    if (text.empty()) return *this;  // its pointer may be null, which memcpy must not get
    std::memcpy(reserve(text.size()), text.data(), text.size());
    size_ += text.size();
    return *this;
  }
  TextBuffer& fill(std::size_t n, char c = ' ') {
    std::memset(reserve(n), c, n);
    size_ += n;
    return *this;
  }
  template <std::integral T>
  TextBuffer& dec(T value) {
    char* at = reserve(24);
    if constexpr (std::signed_integral<T>) {
      if (value < 0) {
        *at++ = '-';
        commit_to(put_decimal(at, std::uint64_t{0} - static_cast<std::uint64_t>(value)));
        return *this;
      }
    }
    commit_to(put_decimal(at, static_cast<std::uint64_t>(value)));
    return *this;
  }
  // Decimal, right-aligned in `width` columns.
  template <std::integral T>
  TextBuffer& dec(T value, std::size_t width, char pad = ' ') {
    char digits[24];
    const auto n = static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits);
    if (n < width) fill(width - n, pad);
    return put(std::string_view(digits, n));
  }
  // Lower-case hexadecimal, zero-padded to at least `width` digits.
  TextBuffer& hex(std::uint64_t value, std::size_t width = 1) {
    char digits[16];
    const auto n = static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value, 16).ptr - digits);
    if (n < width) fill(width - n, '0');
    return put(std::string_view(digits, n));
  }
  TextBuffer& left(std::string_view text, std::size_t width) {
    put(text);
    return text.size() < width ? fill(width - text.size()) : *this;
  }
  TextBuffer& right(std::string_view text, std::size_t width) {
    if (text.size() < width) fill(width - text.size());
    return put(text);
  }

 private:
  void grow(std::size_t wanted) {
    std::size_t capacity = capacity_ < 256 ? 256 : capacity_;
    while (capacity < wanted) capacity *= 2;
    std::unique_ptr<char[]> larger(new char[capacity]);  // not value-initialised: no memset of the block
    if (size_ > 0) std::memcpy(larger.get(), data_.get(), size_);
    data_ = std::move(larger);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace nd
