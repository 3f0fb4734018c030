// What --ipc lists: the objects of our IPC namespace and the settings of the kernel, each from the file that has it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/model/device.h"
#include "common/model/sysv_ipc.h"
#include "common/sys/proc_root.h"

namespace nd::lsof {

// A file that is a POSIX object: one of a message queue file system, or of /dev/shm.
struct IpcFile {
  std::string name;  // raw, without its directory
  Device device;
  std::uint64_t inode = 0;
  std::uint32_t mode = 0;
  std::uint32_t uid = 0;
  std::uint64_t size = 0;    // bytes
  std::uint64_t blocks = 0;  // of 512 bytes
};

// mq_overview(7).
struct PosixQueue {
  IpcFile file;
  std::optional<std::uint64_t> bytes;  // of data; nullopt in these: not ours to read
  std::optional<std::int64_t> messages, most_messages, message_size;
  std::string notify;           // "signal", "thread" or "none"; empty: nobody is told of messages
  std::int32_t notify_pid = 0;  // who is
  std::int32_t notify_signal = 0;
};

struct IpcObjects {
  std::vector<SharedMemory> memory;
  std::vector<SemaphoreArray> semaphores;
  std::vector<MessageQueue> queues;
  std::vector<PosixQueue> posix_queues;
  std::vector<IpcFile> posix_memory;  // semaphores of sem_open(3) among them: "sem.NAME"
};
IpcObjects read_ipc_objects(const ProcRoot& proc);

// One setting or sum, by a name that is a JSON key.
struct IpcNumber {
  std::string_view id, title;
  std::optional<std::uint64_t> value;  // nullopt: this kernel does not tell
};
// As `ipcs -l`, and the limits of POSIX message queues.
std::vector<IpcNumber> read_ipc_limits(const ProcRoot& proc);
// As `ipcs -u`.
std::vector<IpcNumber> sum_ipc(const IpcObjects& objects);

}  // namespace nd::lsof
