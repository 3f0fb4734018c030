#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/base/field_reader.h"
#include "lsof/options.h"
#include "lsof/translate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::string> words;
  nd::for_each_line(nd::as_text({data, size}), [&](std::string_view line) { words.emplace_back(line); });
  static nd::lsof::RawOptions raw;
  static nd::cli::CommandLine line{"", "mylsof"};
  static const bool declared = (nd::lsof::declare(line, raw), true);
  static_cast<void>(declared);
  nd::lsof::Asked asked;
  static_cast<void>(nd::lsof::translate(line, words, asked));
  return 0;
}
