// Users by name, as the system's databases tell them; each uid is asked for once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nd {

class Users {
 public:
  // Empty when the uid has no name. The text lives as long as this object.
  std::string_view name(std::uint32_t uid);

 private:
  std::unordered_map<std::uint32_t, std::string> names_;
};

// A login name or a number; nullopt when it is neither.
std::optional<std::uint32_t> find_uid(const std::string& user);

}  // namespace nd
