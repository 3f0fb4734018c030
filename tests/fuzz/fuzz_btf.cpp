// The kernel's type information: sections that lie outside the text, counts that lie.
#include <cstddef>
#include <cstdint>

#include "common/parse/btf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr nd::BtfMember kMembers[] = {{"file", "inode"}, {"u", "number"}};
  static_cast<void>(nd::find_in_btf({data, size}, "walk", kMembers));
  return 0;
}
