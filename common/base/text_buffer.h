// The block that all output is appended to. Renderers write here and know nothing of descriptors; a hot path
// reserves once and stores bytes through a cursor, because a std::string checks its capacity at every append.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

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
  TextBuffer& fill(std::size_t n, char c = ' ');
  template <std::integral T>
  TextBuffer& dec(T value) {
    const Number number(value);
    return put_number(number.magnitude, number.negative);
  }
  // Decimal, right-aligned in `width` columns.
  template <std::integral T>
  TextBuffer& dec(T value, std::size_t width, char pad = ' ') {
    const Number number(value);
    return put_number(number.magnitude, number.negative, width, pad);
  }
  // Lower-case hexadecimal, zero-padded to at least `width` digits.
  TextBuffer& hex(std::uint64_t value, std::size_t width = 1);
  TextBuffer& left(std::string_view text, std::size_t width);
  TextBuffer& right(std::string_view text, std::size_t width);

 private:
  struct Number {
    template <std::integral T>
    explicit Number(T value) : magnitude(static_cast<std::uint64_t>(value)) {
      if constexpr (std::signed_integral<T>) {
        negative = value < 0;
        if (negative) magnitude = 0 - magnitude;
      }
    }
    std::uint64_t magnitude;
    bool negative = false;
  };

  // Out of line: hundreds of sources append numbers, and inlining them was a third of what those cost a compiler.
  TextBuffer& put_number(std::uint64_t magnitude, bool negative);
  TextBuffer& put_number(std::uint64_t magnitude, bool negative, std::size_t width, char pad);
  void grow(std::size_t wanted);

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace nd
