#include "lsof/report/ipc_objects.h"

#include <dirent.h>
#include <fcntl.h>
#include <mqueue.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <limits>

#include "common/base/field_reader.h"
#include "common/base/number.h"
#include "common/base/sort.h"
#include "common/parse/proc_pid_mountinfo.h"
#include "common/parse/proc_sysvipc.h"
#include "common/sys/unique_fd.h"
#include "lsof/file_stat.h"

namespace nd::lsof {
namespace {

constexpr const char* kSharedMemory = "/dev/shm";
constexpr std::uint64_t kLargestSemaphore = 32767;  // linux/sem.h, SEMVMX

std::string text_of(const ProcRoot& proc, const char* path) { return proc.read(path).value_or(std::string()); }

// Where the queues of our namespace are files: a mount point, or, where there is none, a mount that nobody sees and
// that goes with its descriptor; making it needs root.
UniqueFd open_queues(const ProcRoot& proc) {
  for (const Mount& mount : parse_mountinfo(text_of(proc, "self/mountinfo"))) {
    if (mount.type == "mqueue") return UniqueFd(::open(mount.point.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  const UniqueFd context(::fsopen("mqueue", FSOPEN_CLOEXEC));
  if (!context || ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) return UniqueFd();
  const UniqueFd mount(::fsmount(context.get(), FSMOUNT_CLOEXEC, 0));
  return mount ? UniqueFd(::openat(mount.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) : UniqueFd();
}

// The regular files of a directory, by name.
std::vector<IpcFile> files_of(const UniqueFd& directory) {
  std::vector<IpcFile> files;
  if (!directory) return files;
  const int copy = ::openat(directory.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* stream = copy < 0 ? nullptr : ::fdopendir(copy);
  if (stream == nullptr) return files;
  while (const dirent* entry = ::readdir(stream)) {
    struct stat found;
    if (::fstatat(directory.get(), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if ((found.st_mode & S_IFMT) != S_IFREG) continue;
    files.push_back({entry->d_name, device_of(found.st_dev), found.st_ino, found.st_mode, found.st_uid,
                     static_cast<std::uint64_t>(found.st_size), static_cast<std::uint64_t>(found.st_blocks)});
  }
  ::closedir(stream);
  sort_by(files, [](const IpcFile& a, const IpcFile& b) { return a.name < b.name; });
  return files;
}

std::string notify_word(std::int32_t how) {
  return how == SIGEV_SIGNAL ? "signal" : how == SIGEV_THREAD ? "thread" : "none";
}

// "QSIZE:129        NOTIFY:2     SIGNO:0     NOTIFY_PID:8260" (ipc/mqueue.c, mqueue_read_file).
void read_queue_status(std::string_view text, PosixQueue& queue) {
  FieldReader in{text.substr(0, text.find('\n'))};
  in.skip(1);
  queue.bytes = in.dec<std::uint64_t>();
  in.skip(1);
  const auto how = in.dec<std::int32_t>();
  in.skip(1);
  queue.notify_signal = in.dec<std::int32_t>();
  in.skip(1);
  queue.notify_pid = in.dec<std::int32_t>();
  if (!in.ok()) queue.bytes.reset(), queue.notify_pid = 0;
  if (queue.notify_pid != 0) queue.notify = notify_word(how);
}

PosixQueue queue_of(int directory, IpcFile file) {
  PosixQueue queue;
  queue.file = std::move(file);
  const UniqueFd fd(::openat(directory, queue.file.name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return queue;
  char text[128];
  if (const ssize_t n = ::pread(fd.get(), text, sizeof text, 0); n > 0) {
    read_queue_status({text, static_cast<std::size_t>(n)}, queue);
  }
  mq_attr attributes{};
  if (::mq_getattr(fd.get(), &attributes) == 0) {
    queue.messages = attributes.mq_curmsgs;
    queue.most_messages = attributes.mq_maxmsg;
    queue.message_size = attributes.mq_msgsize;
  }
  return queue;
}

std::optional<std::uint64_t> setting(const ProcRoot& proc, const char* path, unsigned word = 0) {
  const std::string text = text_of(proc, path);
  FieldReader in{std::string_view(text).substr(0, text.find('\n')), ""};
  in.skip(word);
  const auto value = in.dec<std::uint64_t>();
  return in.ok() ? std::optional(value) : std::nullopt;
}

std::uint64_t page() { return static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)); }

template <typename Rows, typename Value>
std::uint64_t sum(const Rows& rows, Value&& value) {
  std::uint64_t total = 0;
  for (const auto& row : rows) total += value(row);
  return total;
}

}  // namespace

IpcObjects read_ipc_objects(const ProcRoot& proc) {
  IpcObjects objects;
  objects.memory = parse_sysvipc_shm(text_of(proc, "sysvipc/shm"));
  objects.semaphores = parse_sysvipc_sem(text_of(proc, "sysvipc/sem"));
  objects.queues = parse_sysvipc_msg(text_of(proc, "sysvipc/msg"));
  if (proc.path() != "/proc") return objects;  // a saved copy: what lies in these is not of its machine
  const UniqueFd queues = open_queues(proc);
  for (IpcFile& file : files_of(queues)) objects.posix_queues.push_back(queue_of(queues.get(), std::move(file)));
  objects.posix_memory = files_of(UniqueFd(::open(kSharedMemory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  return objects;
}

std::vector<IpcNumber> read_ipc_limits(const ProcRoot& proc) {
  const auto max_bytes = setting(proc, "sys/kernel/shmmax");
  auto all_pages = setting(proc, "sys/kernel/shmall");
  const std::uint64_t page_kilobytes = std::max<std::uint64_t>(page() / 1024, 1);
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max() / page_kilobytes;
  return {
      {"message_queues_max", "message queues", setting(proc, "sys/kernel/msgmni")},
      {"message_bytes_max", "bytes of a message", setting(proc, "sys/kernel/msgmax")},
      {"message_queue_bytes_default", "bytes of a message queue", setting(proc, "sys/kernel/msgmnb")},
      {"shared_memory_segments_max", "shared memory segments", setting(proc, "sys/kernel/shmmni")},
      {"shared_memory_segment_bytes_min", "bytes of a segment, at least", 1},
      {"shared_memory_segment_kilobytes_max", "kilobytes of a segment",
       max_bytes ? std::optional(*max_bytes / 1024) : std::nullopt},
      {"shared_memory_kilobytes_max", "kilobytes of shared memory",
       all_pages ? std::optional(std::min(*all_pages, most) * page_kilobytes) : std::nullopt},
      {"semaphore_arrays_max", "semaphore arrays", setting(proc, "sys/kernel/sem", 3)},
      {"semaphores_per_array_max", "semaphores of an array", setting(proc, "sys/kernel/sem", 0)},
      {"semaphores_max", "semaphores", setting(proc, "sys/kernel/sem", 1)},
      {"semaphore_value_max", "value of a semaphore", kLargestSemaphore},
      {"semaphore_operations_max", "operations of a call", setting(proc, "sys/kernel/sem", 2)},
      {"posix_queues_max", "POSIX message queues", setting(proc, "sys/fs/mqueue/queues_max")},
      {"posix_queue_messages_max", "messages of a POSIX queue", setting(proc, "sys/fs/mqueue/msg_max")},
      {"posix_message_bytes_max", "bytes of a POSIX message", setting(proc, "sys/fs/mqueue/msgsize_max")},
  };
}

std::vector<IpcNumber> sum_ipc(const IpcObjects& objects) {
  const auto pages = [](std::uint64_t bytes) { return (bytes + page() - 1) / page(); };
  return {
      {"message_queues", "message queues", objects.queues.size()},
      {"messages", "messages", sum(objects.queues, [](const auto& q) { return q.messages; })},
      {"message_bytes", "bytes of messages", sum(objects.queues, [](const auto& q) { return q.bytes; })},
      {"shared_memory_segments", "shared memory segments", objects.memory.size()},
      {"pages_allocated", "pages of shared memory", sum(objects.memory, [&](const auto& m) { return pages(m.size); })},
      {"pages_resident", "pages in memory", sum(objects.memory, [&](const auto& m) { return pages(m.resident); })},
      {"pages_swapped", "pages swapped out", sum(objects.memory, [&](const auto& m) { return pages(m.swapped); })},
      {"semaphore_arrays", "semaphore arrays", objects.semaphores.size()},
      {"semaphores", "semaphores", sum(objects.semaphores, [](const auto& s) { return s.count; })},
      {"posix_queues", "POSIX message queues", objects.posix_queues.size()},
      {"posix_memory_objects", "POSIX shared memory objects", objects.posix_memory.size()},
  };
}

}  // namespace nd::lsof
