// System V shared memory, semaphores and message queues as /proc/sysvipc tells them (ipc/shm.c, sem.c, msg.c).
#pragma once

#include <cstdint>

namespace nd {

// What the three have in common. Times are seconds since 1970; 0: never.
struct IpcPermissions {
  std::int32_t key = 0;
  std::int32_t id = 0;
  std::uint32_t mode = 0;  // permissions; of shared memory also SHM_DEST and SHM_LOCKED
  std::uint32_t uid = 0, gid = 0, creator_uid = 0, creator_gid = 0;
  std::int64_t changed = 0;

  bool operator==(const IpcPermissions&) const = default;
};

struct SharedMemory {
  static constexpr std::uint32_t kToBeRemoved = 01000;  // SHM_DEST: gone with the last that is attached
  static constexpr std::uint32_t kLocked = 02000;       // SHM_LOCKED
  IpcPermissions permissions;
  std::uint64_t size = 0;              // bytes, as asked for
  std::int32_t creator = 0, last = 0;  // pids
  std::uint64_t attached = 0;
  std::int64_t attached_at = 0, detached_at = 0;
  std::uint64_t resident = 0, swapped = 0;  // bytes

  bool operator==(const SharedMemory&) const = default;
};

struct SemaphoreArray {
  IpcPermissions permissions;
  std::uint64_t count = 0;
  std::int64_t operated_at = 0;

  bool operator==(const SemaphoreArray&) const = default;
};

struct MessageQueue {
  IpcPermissions permissions;
  std::uint64_t bytes = 0, messages = 0;
  std::int32_t last_sender = 0, last_receiver = 0;  // pids
  std::int64_t sent_at = 0, received_at = 0;

  bool operator==(const MessageQueue&) const = default;
};

}  // namespace nd
