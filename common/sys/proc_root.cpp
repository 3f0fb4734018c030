#include "common/sys/proc_root.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <cstring>
#include <memory>

#include "common/sys/syscall.h"

namespace nd {
namespace {

constexpr int kDirectory = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

struct CloseDir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

UniqueFd open_file(const UniqueFd& directory, const char* path) {
  return UniqueFd(retry_eintr([&] { return ::openat(directory.get(), path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); }));
}

// False with errno set.
bool read_whole(const UniqueFd& file, std::string& into) {
  std::size_t size = 0;
  if (into.size() < 4096) into.resize(4096);
  for (;;) {
    if (into.size() == size) into.resize(size * 2);
    const ssize_t n = retry_eintr([&] { return ::read(file.get(), into.data() + size, into.size() - size); });
    if (n < 0) return false;
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  into.resize(size);
  return true;
}

}  // namespace

Result<ProcRoot> ProcRoot::open(const std::string& path) {
  UniqueFd fd(retry_eintr([&] { return ::open(path.c_str(), kDirectory); }));
  if (!fd) return system_failure("open", path);
  return ProcRoot(std::move(fd), path);
}

Result<ProcRoot> ProcRoot::subdirectory(const char* path) const {
  UniqueFd fd(retry_eintr([&] { return ::openat(fd_.get(), path, kDirectory); }));
  if (!fd) return system_failure("openat", object(path));
  return ProcRoot(std::move(fd), object(path));
}

Result<std::string> ProcRoot::read(const char* path) const {
  std::string text;
  if (auto done = read_into(path, text); !done) return tl::unexpected(std::move(done.error()));
  return text;
}

Result<ProcFile> ProcRoot::hold(const char* path) const {
  UniqueFd file = open_file(fd_, path);
  if (!file) return system_failure("openat", object(path));
  return ProcFile(std::move(file), object(path));
}

Status ProcRoot::read_into(const char* path, std::string& into) const {
  const UniqueFd file = open_file(fd_, path);
  if (!file) return system_failure("openat", object(path));
  if (!read_whole(file, into)) return system_failure("read", object(path));
  return {};
}

Result<std::string> ProcFile::read() const {
  std::string text;
  if (::lseek(fd_.get(), 0, SEEK_SET) < 0 || !read_whole(fd_, text)) return system_failure("read", object_);
  return text;
}

Result<std::string> ProcRoot::read_record(const char* path) const {
  const UniqueFd file = open_file(fd_, path);
  if (!file) return system_failure("openat", object(path));
  char block[4096];
  const ssize_t n = ::read(file.get(), block, sizeof block);
  if (n >= 0 && static_cast<std::size_t>(n) < sizeof block) return std::string(block, static_cast<std::size_t>(n));
  return read(path);  // longer, or interrupted: from its beginning
}

Result<std::string> ProcRoot::link(const char* path) const {
  char target[PATH_MAX];
  const ssize_t n = ::readlinkat(fd_.get(), path, target, sizeof target);
  if (n < 0) return system_failure("readlinkat", object(path));
  return std::string(target, static_cast<std::size_t>(n));
}

Status ProcRoot::list(const char* path, const std::function<bool(const char*)>& f) const {
  UniqueFd fd(retry_eintr([&] { return ::openat(fd_.get(), path, kDirectory); }));
  if (!fd) return system_failure("openat", object(path));
  const std::unique_ptr<DIR, CloseDir> dir(::fdopendir(fd.get()));
  if (!dir) return system_failure("fdopendir", object(path));
  fd.release();  // the stream owns it now
  for (;;) {
    errno = 0;  // the end and a failure look alike otherwise: /proc/PID/fd of a process that ends fails with ENOENT
    const dirent* entry = ::readdir(dir.get());
    if (entry == nullptr && errno != 0) return system_failure("readdir", object(path));
    if (entry == nullptr) return {};
    if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
    if (!f(entry->d_name)) return {};
  }
}

}  // namespace nd
