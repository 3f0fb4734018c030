// The one place that decides which foreign bytes may reach a terminal. Names, paths, DNS answers and packet strings
// are chosen by whoever made them; what could move a cursor, forge a row or reverse a text is shown as \xNN.
#pragma once

#include <string>
#include <string_view>

#include "common/base/text_buffer.h"

namespace nd {

// One character of UTF-8 text; `valid` is false for a byte that is none.
struct Utf8Char {
  char32_t code_point = 0;
  unsigned size = 1;  // bytes it takes, at least 1
  bool valid = false;
};
// The first character of `text`, which is not empty. Overlong forms, surrogates and values past U+10FFFF are invalid.
Utf8Char next_utf8(std::string_view text);

// C0, DEL, C1, the bidirectional controls, U+2028/9 and other invisible format characters that rewrite a line.
bool is_unsafe(char32_t code_point);
// No byte of `text` needs an escape.
bool is_safe_text(std::string_view text);

// Appends `text` with every byte of an unsafe or invalid character as \xNN. A backslash stays as it is, since the
// peers print it raw and systemd's paths are full of them.
void append_escaped(TextBuffer& out, std::string_view text);
std::string escaped(std::string_view text);

}  // namespace nd
