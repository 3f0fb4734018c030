#include "capture/dissect/dns_name.h"

namespace nd::capture {
namespace {

constexpr std::uint8_t kTypeMask = 0xc0;
constexpr std::uint8_t kPointer = 0xc0;
constexpr std::uint8_t kExtended = 0x40;
constexpr std::uint8_t kBitLabel = 0x41;

constexpr bool is_pointer(std::uint8_t byte) { return (byte & kTypeMask) == kPointer; }
constexpr bool is_extended(std::uint8_t byte) { return (byte & kTypeMask) == kExtended; }

std::uint32_t bit_count(std::uint8_t byte) { return byte == 0 ? 256 : byte; }

// Bytes behind the label's first one; for a pointer its value. Nothing (and why, on the line) for what cannot go on.
std::optional<std::uint32_t> label_length(Printer& p, Slice message, std::uint32_t offset) {
  if (!message.has(offset, 1)) return std::nullopt;
  const std::uint8_t first = message.u8(offset);
  if (is_extended(first)) {
    if (first != kBitLabel) {
      p.put("<ELT ", first & 0x3f, '>');
      return std::nullopt;
    }
    if (!message.has(offset + 1, 1)) return std::nullopt;
    return (bit_count(message.u8(offset + 1)) + 7) / 8 + 1;
  }
  if ((first & kTypeMask) == 0x80) {
    p.put("<BAD LABEL TYPE>");
    return std::nullopt;
  }
  return first;
}

// A label of bits, "\[xab8/12]".
bool print_bit_label(Printer& p, Slice message, std::uint32_t offset) {
  if (!message.has(offset, 1)) return false;
  const std::uint32_t bits = bit_count(message.u8(offset));
  std::uint32_t left = bits;
  p.put("\\[x");
  for (++offset; left > 0; ++offset) {
    const unsigned byte = message.u8(offset);
    if (left > 4) {
      p.put(Hex{left > 7 ? byte : byte & (0xffU << (8 - left)), 2});
      left = left > 7 ? left - 8 : 0;
    } else {
      p.put(Hex{byte >> 4 & (0xfU << (4 - left) & 0xfU)});
      left = 0;
    }
  }
  p.put('/', bits, ']');
  return true;
}

bool print_text_label(Printer& p, Slice message, std::uint32_t offset, std::uint32_t length) {
  const Bytes bytes = message.after(offset).with_length(length).bytes();
  for (const std::uint8_t byte : bytes) p.put_safe(byte);
  return bytes.size() == length;
}

// Prints labels one after another and remembers where the name ends in the place that refers to it.
class NamePrinter {
 public:
  NamePrinter(Printer& p, Slice message, std::uint32_t base)
      : p_(p), message_(message.with_length(message.captured())), base_(base) {}

  std::optional<std::uint32_t> print(std::uint32_t offset) {
    limit_ = offset - base_;
    if (!open_label(offset)) return std::nullopt;
    if (first_ == 0) p_.put('.');
    while (first_ != 0 && message_.has(at_, 1)) {
      if (is_pointer(first_)) {
        if (!follow()) return std::nullopt;
      } else if (!label()) {
        return std::nullopt;
      }
    }
    if (is_pointer(first_) && !end_ && at_ == offset + 1) return std::nullopt;  // cut in the middle of it
    return end_.value_or(at_ + length_);
  }

 private:
  // Reads the length byte at `offset`; its label starts at at_.
  bool open_label(std::uint32_t offset) {
    const auto length = label_length(p_, message_, offset);
    if (!length) return false;
    length_ = *length;
    first_ = message_.u8(offset);
    at_ = offset + 1;
    return true;
  }

  bool label() {
    const bool whole =
        is_extended(first_) ? print_bit_label(p_, message_, at_) : print_text_label(p_, message_, at_, length_);
    if (!whole) return false;
    p_.put('.');
    return open_label(at_ + length_);
  }

  bool follow() {
    if (!end_) end_ = at_ + 1;
    const std::uint32_t target = (first_ & 0x3fU) << 8 | message_.u8(at_);
    if (target >= limit_) {  // only backwards: else it could go round for ever
      p_.put("<BAD PTR>");
      return false;
    }
    limit_ = target;
    return open_label(base_ + target);
  }

  Printer& p_;
  Slice message_;
  std::uint32_t base_;
  std::uint32_t limit_ = 0;
  std::uint32_t at_ = 0;
  std::uint32_t length_ = 0;
  std::uint8_t first_ = 0;
  std::optional<std::uint32_t> end_;
};

}  // namespace

std::optional<std::uint32_t> print_dns_name(Printer& p, Slice message, std::uint32_t offset, std::uint32_t base) {
  return NamePrinter(p, message, base).print(offset);
}

std::optional<std::uint32_t> skip_dns_name(Slice message, std::uint32_t offset) {
  while (message.has(offset, 1)) {
    const std::uint8_t first = message.u8(offset++);
    if (first == 0) return offset;
    if (is_pointer(first)) return offset + 1;
    if ((first & kTypeMask) == 0) {
      offset += first;
      continue;
    }
    if (first != kBitLabel || !message.has(offset, 1)) return std::nullopt;
    offset += 1 + (bit_count(message.u8(offset)) + 7) / 8;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> append_dns_name(TextBuffer& out, Slice message, std::uint32_t offset) {
  std::optional<std::uint32_t> end;
  std::uint32_t limit = offset;
  const std::size_t start = out.size();
  while (message.has(offset, 1)) {
    const std::uint8_t first = message.u8(offset);
    if (is_pointer(first)) {
      if (!message.has(offset, 2)) return std::nullopt;
      if (!end) end = offset + 2;
      offset = message.b16(offset) & 0x3fffU;
      if (offset >= limit) return std::nullopt;
      limit = offset;
      continue;
    }
    if (first == 0) {
      if (out.size() == start) out.put('.');
      return end.value_or(offset + 1);
    }
    if ((first & kTypeMask) != 0 || !message.has(offset + 1, first)) return std::nullopt;
    if (out.size() != start) out.put('.');
    out.put(as_text(message.take_bytes(offset + 1, first)));
    offset += 1 + first;
  }
  return std::nullopt;
}

}  // namespace nd::capture
