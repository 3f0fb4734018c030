// A device number as the kernel writes it in text: major and minor.
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

}  // namespace nd
