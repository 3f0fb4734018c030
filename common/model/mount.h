// One mount as /proc/PID/mountinfo tells it.
#pragma once

#include <cstdint>
#include <string>

#include "common/model/device.h"

namespace nd {

struct Mount {
  std::int32_t id = 0;  // mnt_id of fdinfo
  std::int32_t parent = 0;
  Device device;
  std::string root;   // which part of the file system is mounted: "/" or a bind mount's directory
  std::string point;  // where
  std::string options;
  std::string type;  // "ext4", "fuse.sshfs" …
  std::string source;
  std::string super_options;

  bool operator==(const Mount&) const = default;
};

}  // namespace nd
