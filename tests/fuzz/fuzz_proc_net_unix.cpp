// /proc/net/unix: names hold any byte, newlines included, and never more than a sun_path does.
#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/base/field_reader.h"
#include "common/parse/proc_net_unix.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  for (const nd::UnixSocketRow& row : nd::parse_unix_table(text)) {
    if (row.path.size() > size) __builtin_trap();
  }
  return 0;
}
