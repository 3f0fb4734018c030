#include "lsof/text.h"

#include <langinfo.h>

#include <algorithm>
#include <clocale>
#include <cstdint>
#include <cwctype>

#include "common/base/escape.h"

namespace nd::lsof {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

// One byte as lsof writes it; returns how many characters.
std::size_t escape_byte(char byte, bool blanks, char* into) {
  const auto value = static_cast<unsigned char>(byte);
  const auto pair = [&](char a, char b) {
    into[0] = a;
    into[1] = b;
    return std::size_t{2};
  };
  if ((value > 0x20 || (value == 0x20 && !blanks)) && value < 0x7f) {
    if (value == '\\') return pair('\\', '\\');
    into[0] = byte;
    return 1;
  }
  switch (byte) {
    case '\b':
      return pair('\\', 'b');
    case '\f':
      return pair('\\', 'f');
    case '\n':
      return pair('\\', 'n');
    case '\r':
      return pair('\\', 'r');
    case '\t':
      return pair('\\', 't');
    default:
      break;
  }
  if (value < 0x20) return pair('^', static_cast<char>(value + 0x40));
  into[0] = '\\';
  into[1] = 'x';
  into[2] = kDigits[value >> 4];
  into[3] = kDigits[value & 15];
  return 4;
}

bool is_plain(char c) { return c >= 0x20 && c < 0x7f && c != '\\'; }

// Calls `f(characters)` for each unit of an escaped command that still fits into `limit`.
template <typename F>
void for_each_command_unit(std::string_view text, std::size_t limit, F&& f) {
  std::size_t used = 0;
  char unit[4];
  for (const char byte : text) {
    const std::size_t n = escape_byte(byte, true, unit);
    if (used + n > limit) return;
    used += n;
    f(std::string_view(unit, n));
  }
}

template <typename IsUtf8>
void append_escaped_name(TextBuffer& out, std::string_view text, IsUtf8&& utf8) {
  while (!text.empty()) {
    const auto n = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
    out.put(text.substr(0, n));
    text.remove_prefix(n);
    if (text.empty()) return;
    const Utf8Char c = next_utf8(text);
    if (c.valid && c.code_point >= 0x80 && !is_unsafe(c.code_point) && utf8(c.code_point)) {
      out.put(text.substr(0, c.size));
    } else {
      char unit[4];
      for (const char byte : text.substr(0, c.size)) out.put(std::string_view(unit, escape_byte(byte, false, unit)));
    }
    text.remove_prefix(c.size);
  }
}

}  // namespace

void append_name(TextBuffer& out, std::string_view text, bool utf8) {
  append_escaped_name(out, text, [utf8](char32_t) { return utf8; });
}

void append_name(TextBuffer& out, std::string_view text) {
  append_escaped_name(out, text,
                      [](char32_t c) { return terminal_shows_utf8() && std::iswprint(static_cast<std::wint_t>(c)); });
}

void append_command(TextBuffer& out, std::string_view text, std::size_t limit) {
  for_each_command_unit(text, limit, [&](std::string_view unit) { out.put(unit); });
}

std::string command_text(std::string_view text, const Style& style) {
  TextBuffer shown(64);
  append_command(shown, text, style.command_width);
  return std::string(shown.view());
}

std::size_t command_width(std::string_view text, std::size_t limit) {
  std::size_t width = 0;
  for_each_command_unit(text, SIZE_MAX, [&](std::string_view unit) { width += unit.size(); });
  return std::min(width, limit);
}

bool terminal_shows_utf8() {
  static const bool shows = [] {
    std::setlocale(LC_CTYPE, "");
    return std::string_view(::nl_langinfo(CODESET)) == "UTF-8";
  }();
  return shows;
}

}  // namespace nd::lsof
