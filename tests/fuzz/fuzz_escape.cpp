// Whatever bytes a name is made of, what reaches a terminal or a JSON reader is valid UTF-8 without control characters.
#include <cstdlib>
#include <string>

#include "common/base/byte_reader.h"
#include "common/base/escape.h"
#include "common/render/json.h"

namespace {

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const nd::Utf8Char c = nd::next_utf8(text);
    if (!c.valid) return false;
    text.remove_prefix(c.size);
  }
  return true;
}

// Said apart from escape.cpp, so that a hole there shows: no C0 or C1 control, no DEL, nothing that turns the
// direction.
bool moves_a_terminal(std::string_view text) {
  while (!text.empty()) {
    const nd::Utf8Char c = nd::next_utf8(text);
    const char32_t code = c.code_point;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
    if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return true;
    if (code == 0x2028 || code == 0x2029) return true;
    text.remove_prefix(c.size);
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  const std::string shown = nd::escaped(text);
  if (!is_valid_utf8(shown) || moves_a_terminal(shown)) std::abort();
  nd::TextBuffer out(16);
  nd::JsonWriter json(out);
  json.begin_line("fuzz");
  json.foreign_field("text", text);
  json.end_line();
  const std::string_view line = out.view().substr(0, out.size() - 1);
  if (!is_valid_utf8(line) || moves_a_terminal(line)) std::abort();
  return 0;
}
