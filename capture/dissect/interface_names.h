// Interface indexes by name, each asked for once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nd::capture {

class InterfaceNames {
 public:
  using Ask = std::function<std::string(std::uint32_t index)>;
  // Who is asked instead of the kernel, by a process that can ask it no more.
  static void ask_with(Ask ask);

  // "?" for an index that this machine does not have. Foreign bytes.
  std::string_view name(std::uint32_t index);

 private:
  static constexpr std::size_t kLimit = 4096;  // a crafted file may name any number of indexes
  std::unordered_map<std::uint32_t, std::string> names_;
};

}  // namespace nd::capture
