// Lock letters of the FD column. /proc/locks names the process that took a lock and the file; locks of an open file
// description (OFD) carry no process there, so for those the descriptor's own fdinfo decides.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/index/inode_map.h"
#include "common/model/device.h"
#include "common/model/file_lock.h"

namespace nd::lsof {

// 'R', 'W' for the whole file, 'r', 'w' for a part, ' ' for a lock that is neither (lsof's letters).
char lock_letter(const FileLock& lock);

class Locks {
 public:
  // The text of /proc/locks.
  explicit Locks(std::string_view text);

  bool concern(std::uint64_t inode) const { return by_inode_.find(inode) != nullptr; }
  // The letter of the lock that `pid` has on the file, the last one listed of several; ' ' without one.
  char letter(std::int32_t pid, Device device, std::uint64_t inode) const;
  // Whether only the descriptor can tell: somebody holds a lock there without a process, or on a device that differs
  // from what stat(2) says (btrfs, overlay).
  bool needs_fdinfo(Device device, std::uint64_t inode) const;

 private:
  std::vector<FileLock> locks_;
  InodeMap<std::vector<std::uint32_t>> by_inode_;
};

}  // namespace nd::lsof
