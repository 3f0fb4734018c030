// /proc/PID/limits (proc(5)).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nd {

struct ResourceLimit {
  std::optional<std::uint64_t> soft = {}, hard = {};  // nullopt: unlimited

  bool operator==(const ResourceLimit&) const = default;
};

// The limit of this name ("Max open files"); nullopt when the text has none.
std::optional<ResourceLimit> parse_limit(std::string_view text, std::string_view name);

}  // namespace nd
