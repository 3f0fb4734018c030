#include "common/index/process_walk.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <cstddef>
#include <string>

#include "common/base/number.h"

namespace nd {
namespace {

// The numbers in a directory from `position` on, ascending: the kernel lists them so, a fixture tree in any order. Read
// through the open directory itself: a stream (opendir) costs four more system calls a process.
Result<std::vector<std::int32_t>> numbers_in(const ProcRoot& directory, off_t position = 0) {
  std::vector<std::int32_t> numbers;
  alignas(dirent64) char block[16384];
  if (::lseek(directory.fd(), position, SEEK_SET) < 0) return system_failure("lseek", directory.path());
  for (;;) {
    const ssize_t size = ::getdents64(directory.fd(), block, sizeof block);
    if (size < 0) return system_failure("getdents64", directory.path());
    if (size == 0) break;
    for (ssize_t at = 0; at < size;) {
      const auto* entry = reinterpret_cast<const dirent64*>(block + at);
      at += entry->d_reclen;
      const auto number = parse_number<std::int32_t>(entry->d_name);
      if (number && *number >= 0) numbers.push_back(*number);
    }
  }
  if (!std::is_sorted(numbers.begin(), numbers.end())) std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// How many descriptors the kernel says are in /proc/PID/fd (proc(5): its size, since Linux 6.2); 0: it does not say.
std::int64_t count_in(const ProcRoot& links) {
  struct stat directory;
  return ::fstat(links.fd(), &directory) == 0 ? directory.st_size : 0;
}

// The descriptors from `first` on, where all below it are known. Number n stands at position n + 2 (fs/proc/fd.c); if
// they are not as many as were counted, because the process was busy or the directory is none of the kernel's,
// everything is listed.
Result<std::vector<std::int32_t>> numbers_from(const ProcRoot& links, std::int32_t first, std::int64_t count) {
  if (first > 0) {
    auto rest = numbers_in(links, off_t{first} + 2);
    if (rest && first + static_cast<std::int64_t>(rest->size()) == count) return rest;
  }
  auto numbers = numbers_in(links);
  if (numbers) std::erase_if(*numbers, [&](std::int32_t number) { return number < first; });
  return numbers;
}

}  // namespace

Result<HeldProcess> HeldProcess::open(const ProcRoot& proc, std::int32_t pid) {
  Result<ProcRoot> directory = proc.subdirectory(std::to_string(pid).c_str());
  if (!directory) return tl::unexpected(std::move(directory.error()));
  return HeldProcess(pid, *std::move(directory));
}

// Most processes have descriptors without gaps. To list them costs the kernel a lookup of each (0.75 us), which reading
// the link does again, so as long as there is a next number it is read without being listed.
Status HeldProcess::for_each_descriptor(const OnDescriptor& f, const KnownTarget& known) const {
  const auto links = directory_.subdirectory("fd");
  if (!links) return tl::unexpected(links.error());
  enum class Seen { kTaken, kGone, kEnough };
  char name[16];
  char target[PATH_MAX];
  const auto look_at = [&](std::int32_t fd) {
    *std::to_chars(name, name + sizeof name - 1, fd).ptr = '\0';
    int error = 0;
    std::string_view text = known ? known(name) : std::string_view();
    if (text.empty()) {
      const ssize_t n = ::readlinkat(links->fd(), name, target, sizeof target);
      if (n < 0) error = errno;
      if (error == ENOENT) return Seen::kGone;  // not there, or closed since it was listed
      text = std::string_view(target, n < 0 ? 0 : static_cast<std::size_t>(n));
    }
    const bool more = f({.fd = fd, .target = text, .error = error, .directory = links->fd(), .name = name});
    return more ? Seen::kTaken : Seen::kEnough;
  };
  const std::int64_t count = count_in(*links);
  std::int32_t next = 0;
  for (; next < count; ++next) {
    const Seen seen = look_at(next);
    if (seen == Seen::kEnough) return {};
    if (seen == Seen::kGone) break;
  }
  const auto beyond = numbers_from(*links, next, count);
  if (!beyond) return tl::unexpected(beyond.error());
  for (const std::int32_t fd : *beyond) {
    if (look_at(fd) == Seen::kEnough) break;
  }
  return {};
}

Result<std::vector<std::int32_t>> list_pids(const ProcRoot& proc) { return numbers_in(proc); }

bool is_denied(const Error& error) { return error.code == EACCES || error.code == EPERM; }
bool is_gone(const Error& error) { return error.code == ENOENT || error.code == ESRCH; }

Status for_each_process(const ProcRoot& proc, const std::function<bool(const HeldProcess&)>& f) {
  const auto pids = list_pids(proc);
  if (!pids) return tl::unexpected(pids.error());
  for (const std::int32_t pid : *pids) {
    const auto process = HeldProcess::open(proc, pid);
    if (process && !f(*process)) break;
  }
  return {};
}

std::optional<std::uint64_t> socket_inode(std::string_view link_target) {
  constexpr std::string_view kNow = "socket:[";
  constexpr std::string_view kOnce = "[0000]:";
  if (link_target.starts_with(kNow) && link_target.ends_with(']')) {
    return parse_number<std::uint64_t>(link_target.substr(kNow.size(), link_target.size() - kNow.size() - 1));
  }
  if (link_target.starts_with(kOnce)) return parse_number<std::uint64_t>(link_target.substr(kOnce.size()));
  return std::nullopt;
}

}  // namespace nd
