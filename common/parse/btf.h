// The kernel's description of its own types (BTF, Documentation/bpf/btf.rst, <linux/btf.h>; the machine's byte order):
// where a structure's members stand in this kernel, which differs from one to the next.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "common/base/byte_reader.h"

namespace nd {

struct BtfMember {
  std::string_view structure;
  std::string_view name;
};

struct BtfPlaces {
  std::uint32_t function = 0;          // the function's type number
  std::vector<std::uint32_t> offsets;  // of each member in bytes from the beginning of its structure
};

// nullopt when the text ends early or when anything of what is asked for is not there.
std::optional<BtfPlaces> find_in_btf(Bytes btf, std::string_view function, std::span<const BtfMember> members);

}  // namespace nd
