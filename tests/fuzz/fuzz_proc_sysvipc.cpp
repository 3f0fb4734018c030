#include <cstddef>
#include <cstdint>

#include "common/base/byte_reader.h"
#include "common/base/field_reader.h"
#include "common/parse/proc_sysvipc.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  static_cast<void>(nd::parse_sysvipc_shm(text));
  static_cast<void>(nd::parse_sysvipc_sem(text));
  static_cast<void>(nd::parse_sysvipc_msg(text));
  return 0;
}
