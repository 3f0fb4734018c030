// Text that is accepted as an address means the same once it is printed and read again.
#include <cstdlib>

#include "common/base/byte_reader.h"
#include "common/parse/address.h"
#include "common/render/address.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nd::as_text({data, size});
  if (const auto address = nd::parse_address(text)) {
    if (nd::parse_address(nd::to_string(*address)) != address) std::abort();
  }
  static_cast<void>(nd::parse_scoped_address(text));
  static_cast<void>(nd::parse_prefix(text));
  return 0;
}
