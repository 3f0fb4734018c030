#include "common/base/escape.h"

#include <algorithm>

namespace nd {
namespace {

struct Lead {
  unsigned size;
  char32_t bits;
  char32_t least;  // smaller values are overlong
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if ((byte & 0xe0) == 0xc0) return {2, byte & 0x1fU, 0x80};
  if ((byte & 0xf0) == 0xe0) return {3, byte & 0x0fU, 0x800};
  if ((byte & 0xf8) == 0xf0) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7f; }

}  // namespace

Utf8Char next_utf8(std::string_view text) {
  const Lead lead = lead_of(static_cast<unsigned char>(text[0]));
  if (lead.size == 0 || lead.size > text.size()) return {};
  char32_t code = lead.bits;
  for (unsigned i = 1; i < lead.size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) return {};
    code = code << 6 | (byte & 0x3fU);
  }
  if (code < lead.least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
  return {code, lead.size, true};
}

bool is_unsafe(char32_t c) {
  if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) return true;
  return c == 0x061c || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
         c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

bool is_safe_text(std::string_view text) {
  while (!text.empty()) {
    const Utf8Char c = next_utf8(text);
    if (!c.valid || is_unsafe(c.code_point)) return false;
    text.remove_prefix(c.size);
  }
  return true;
}

void append_escaped(TextBuffer& out, std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  while (!text.empty()) {
    const auto plain = std::find_if_not(text.begin(), text.end(), is_printable_ascii);
    const auto n = static_cast<std::size_t>(plain - text.begin());
    out.put(text.substr(0, n));
    text.remove_prefix(n);
    if (text.empty()) return;
    const Utf8Char c = next_utf8(text);
    if (c.valid && !is_unsafe(c.code_point)) {
      out.put(text.substr(0, c.size));
    } else {
      for (const char byte : text.substr(0, c.size)) {
        const auto value = static_cast<unsigned char>(byte);
        out.put("\\x").put(kDigits[value >> 4]).put(kDigits[value & 15]);
      }
    }
    text.remove_prefix(c.size);
  }
}

std::string escaped(std::string_view text) {
  if (is_safe_text(text)) return std::string(text);
  TextBuffer out(text.size() * 2);
  append_escaped(out, text);
  return std::string(out.view());
}

}  // namespace nd
