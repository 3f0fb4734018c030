// A device number: major and minor.
#pragma once

#include <compare>
#include <cstdint>

namespace nd {

struct Device {
  std::uint32_t major_number = 0;  // "major" and "minor" are macros of sys/sysmacros.h
  std::uint32_t minor_number = 0;
  constexpr auto operator<=>(const Device&) const = default;
  constexpr explicit operator bool() const { return major_number != 0 || minor_number != 0; }
};

// The kernel's own encoding (linux/kdev_t.h, MKDEV), which stat(2) never shows: minor in the low 20 bits.
constexpr Device internal_device(std::uint32_t encoded) { return {encoded >> 20U, encoded & 0xfffffU}; }

}  // namespace nd
