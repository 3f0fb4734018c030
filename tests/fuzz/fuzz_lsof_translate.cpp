#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/base/field_reader.h"
#include "lsof/translate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::string> words;
  nd::for_each_line(nd::as_text({data, size}), [&](std::string_view line) { words.emplace_back(line); });
  static_cast<void>(nd::lsof::translate(words));
  return 0;
}
