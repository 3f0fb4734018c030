// Whatever bytes a name is made of, what reaches a terminal or a JSON reader is valid UTF-8 without control characters.
#include <cstdlib>

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  if (!nd::is_safe_text(nd::escaped(text))) std::abort();
  nd::TextBuffer out(16);
  nd::JsonWriter json(out);
  json.begin_line("fuzz");
  json.foreign_field("text", text);
  json.end_line();
  const std::string_view line = out.view().substr(0, out.size() - 1);
  if (!is_valid_utf8(line) || line.find('\n') != std::string_view::npos) std::abort();
  return 0;
}
