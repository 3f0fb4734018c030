// A file lock as /proc/locks and the `lock:` lines of fdinfo tell it.
#pragma once

#include <cstdint>
#include <optional>

#include "common/model/device.h"

namespace nd {

enum class LockKind : std::uint8_t { kOther, kPosix, kFlock, kOfd, kLease, kDelegation };
enum class LockAccess : std::uint8_t { kNone, kRead, kWrite, kReadWrite };

struct FileLock {
  LockKind kind = LockKind::kOther;
  LockAccess access = LockAccess::kNone;
  bool mandatory = false;
  bool waiting = false;  // "->": blocked behind the lock of the same number
  std::int32_t pid = 0;  // who took it; -1 for open-file-description locks
  Device device;         // of the file system's superblock, which st_dev may disagree with (btrfs, overlay)
  std::uint64_t inode = 0;
  std::uint64_t start = 0;           // first byte
  std::optional<std::uint64_t> end;  // last byte; nullopt: to the end of the file

  bool whole_file() const { return start == 0 && !end; }
  bool operator==(const FileLock&) const = default;
};

}  // namespace nd
