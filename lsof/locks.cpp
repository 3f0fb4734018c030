#include "lsof/locks.h"

#include <algorithm>

#include "common/parse/proc_locks.h"

namespace nd::lsof {

char lock_letter(const FileLock& lock) {
  switch (lock.access) {
    case LockAccess::kRead:
      return lock.whole_file() ? 'R' : 'r';
    case LockAccess::kWrite:
      return lock.whole_file() ? 'W' : 'w';
    case LockAccess::kReadWrite:
      return 'u';
    case LockAccess::kNone:
      break;
  }
  return ' ';
}

Locks::Locks(std::string_view text) : locks_(parse_locks(text)), by_inode_(locks_.size()) {
  for (std::uint32_t i = 0; i < locks_.size(); ++i) {
    if (!locks_[i].waiting && locks_[i].inode != 0) by_inode_[locks_[i].inode].push_back(i);
  }
}

char Locks::letter(std::int32_t pid, Device device, std::uint64_t inode) const {
  const auto* candidates = by_inode_.find(inode);
  if (candidates == nullptr) return ' ';
  // Of several locks on one file the kernel tells the latest first; as in lsof the oldest counts.
  const auto held = std::find_if(candidates->rbegin(), candidates->rend(),
                                 [&](std::uint32_t i) { return locks_[i].pid == pid && locks_[i].device == device; });
  return held == candidates->rend() ? ' ' : lock_letter(locks_[*held]);
}

bool Locks::needs_fdinfo(Device device, std::uint64_t inode) const {
  const auto* candidates = by_inode_.find(inode);
  return candidates != nullptr && std::any_of(candidates->begin(), candidates->end(), [&](std::uint32_t i) {
           return locks_[i].pid < 0 || locks_[i].device != device;
         });
}

}  // namespace nd::lsof
