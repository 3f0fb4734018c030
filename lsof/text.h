// Foreign names as lsof shows them. Its rule differs from the suite's: control characters have C's letters or ^X, a
// backslash is doubled, and in a COMMAND a blank is an escape too, so that the column stays one word.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/base/text_buffer.h"
#include "lsof/report/style.h"

namespace nd::lsof {

// A path, an endpoint, a remark. Valid UTF-8 stays when the terminal shows it, except what could rewrite a line.
void append_name(TextBuffer& out, std::string_view text, bool utf8);
// A command in a table: ASCII only, at most `limit` characters, never half an escape.
void append_command(TextBuffer& out, std::string_view text, std::size_t limit);
// The same as a text of its own, as wide as -c makes it, for columns that are no part of lsof's table.
std::string command_text(std::string_view text, const Style& style);
// The width of its column: `limit`, or less when the whole of it needs less.
std::size_t command_width(std::string_view text, std::size_t limit);

// Whether the locale of the environment shows UTF-8. Asked once, and only when a byte above ASCII turns up, because
// setting a locale up costs more system calls than a small listing.
bool terminal_shows_utf8();
// append_name() for this terminal.
void append_name(TextBuffer& out, std::string_view text);

}  // namespace nd::lsof
