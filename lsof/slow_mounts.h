// Which file systems can block whoever asks them: those with a server behind them. Their mounts are read from
// mountinfo, which asks nobody, once for each mount namespace.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "common/index/process_walk.h"
#include "common/model/mount.h"

namespace nd::lsof {

// By type: "nfs4", "fuse.sshfs", "9p", "autofs" …
bool can_block(std::string_view file_system_type);
// The mount that `path` (absolute, without links) lies on; null when there is none.
const Mount* mount_of(std::string_view path, std::span<const Mount> mounts);

class SlowMounts {
 public:
  // Whether `device`, as maps tells it, is such a file system for this process.
  bool concern(const HeldProcess& process, Device device);

 private:
  std::map<std::string, std::set<Device>> by_namespace_;
};

}  // namespace nd::lsof
