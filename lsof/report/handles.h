// From a file handle, as inotify's fdinfo tells it, to a path (open_by_handle_at(2)). That needs CAP_DAC_READ_SEARCH
// and a mount of the file system that we see; those that may not answer are not asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lsof/slow_mounts.h"

namespace nd::lsof {

class FileHandles {
 public:
  // `handle`: the bytes of f_handle.
  std::optional<std::string> path(const Device& device, std::int32_t type, std::string_view handle);

 private:
  std::optional<MountTable> mounts_;  // ours, once asked for
};

}  // namespace nd::lsof
