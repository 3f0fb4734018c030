// Counter files: pairs of lines, lists and rows of hexadecimal words.
#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/base/field_reader.h"
#include "common/parse/proc_net_counters.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  static_cast<void>(nd::parse_counter_pairs(text));
  static_cast<void>(nd::parse_counter_list(text));
  static_cast<void>(nd::parse_hex_rows(text));
  return 0;
}
