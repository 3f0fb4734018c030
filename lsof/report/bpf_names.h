// The kernel's names for the kinds of BPF objects (linux/bpf.h), which fdinfo tells as numbers.
#pragma once

#include <cstdint>
#include <string_view>

namespace nd::lsof {

// "array", "xdp" …; empty for what a newer kernel brings.
std::string_view bpf_map_type_name(std::uint64_t type);
std::string_view bpf_program_type_name(std::uint64_t type);

}  // namespace nd::lsof
