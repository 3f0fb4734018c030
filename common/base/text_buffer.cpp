#include "common/base/text_buffer.h"

#include "common/base/decimal.h"

namespace nd {

TextBuffer& TextBuffer::fill(std::size_t n, char c) {
  std::memset(reserve(n), c, n);
  size_ += n;
  return *this;
}

TextBuffer& TextBuffer::put_number(std::uint64_t magnitude, bool negative) {
  char* at = reserve(24);
  if (negative) *at++ = '-';
  commit_to(put_decimal(at, magnitude));
  return *this;
}

TextBuffer& TextBuffer::put_number(std::uint64_t magnitude, bool negative, std::size_t width, char pad) {
  char digits[24];
  char* end = digits;
  if (negative) *end++ = '-';
  const auto n = static_cast<std::size_t>(put_decimal(end, magnitude) - digits);
  if (n < width) fill(width - n, pad);
  return put(std::string_view(digits, n));
}

TextBuffer& TextBuffer::hex(std::uint64_t value, std::size_t width) {
  static constexpr char kDigits[] = "0123456789abcdef";
  char digits[16];
  char* at = digits + sizeof digits;
  do {
    *--at = kDigits[value & 15];
    value >>= 4;
  } while (value != 0);
  const auto n = static_cast<std::size_t>(digits + sizeof digits - at);
  if (n < width) fill(width - n, '0');
  return put(std::string_view(at, n));
}

TextBuffer& TextBuffer::left(std::string_view text, std::size_t width) {
  put(text);
  return text.size() < width ? fill(width - text.size()) : *this;
}

TextBuffer& TextBuffer::right(std::string_view text, std::size_t width) {
  if (text.size() < width) fill(width - text.size());
  return put(text);
}

void TextBuffer::grow(std::size_t wanted) {
  std::size_t capacity = capacity_ < 256 ? 256 : capacity_;
  while (capacity < wanted) capacity *= 2;
  std::unique_ptr<char[]> larger(new char[capacity]);  // not value-initialised: no memset of the block
  if (size_ > 0) std::memcpy(larger.get(), data_.get(), size_);
  data_ = std::move(larger);
  capacity_ = capacity;
}

}  // namespace nd
