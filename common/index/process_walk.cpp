#include "common/index/process_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <memory>
#include <string>

#include "common/base/number.h"
#include "common/sys/syscall.h"

namespace nd {
namespace {

struct CloseDir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

// The numbers in a directory, ascending: the kernel lists them so, a fixture tree in any order.
Result<std::vector<std::int32_t>> numbers_in(UniqueFd directory, const std::string& path) {
  const std::unique_ptr<DIR, CloseDir> dir(::fdopendir(directory.get()));
  if (!dir) return system_failure("fdopendir", path);
  static_cast<void>(directory.release());  // the stream owns it now
  std::vector<std::int32_t> numbers;
  while (const dirent* entry = ::readdir(dir.get())) {
    if (const auto number = parse_number<std::int32_t>(entry->d_name); number && *number >= 0) {
      numbers.push_back(*number);
    }
  }
  if (!std::is_sorted(numbers.begin(), numbers.end())) std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<UniqueFd> open_directory(const ProcRoot& in, const char* name) {
  UniqueFd fd(retry_eintr([&] { return ::openat(in.fd(), name, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (!fd) return system_failure("openat", in.path() + "/" + name);
  return fd;
}

}  // namespace

Result<HeldProcess> HeldProcess::open(const ProcRoot& proc, std::int32_t pid) {
  Result<ProcRoot> directory = proc.subdirectory(std::to_string(pid).c_str());
  if (!directory) return tl::unexpected(std::move(directory.error()));
  return HeldProcess(pid, *std::move(directory));
}

Status HeldProcess::for_each_descriptor(const OnDescriptor& f) const {
  auto links = open_directory(directory_, "fd");
  if (!links) return tl::unexpected(std::move(links.error()));
  // A second handle on the same directory: the stream closes the one that it reads.
  UniqueFd listed(::fcntl(links->get(), F_DUPFD_CLOEXEC, 0));
  if (!listed) return system_failure("fcntl", directory_.path() + "/fd");
  const auto descriptors = numbers_in(std::move(listed), directory_.path() + "/fd");
  if (!descriptors) return tl::unexpected(descriptors.error());
  char name[16];
  char target[PATH_MAX];
  for (const std::int32_t fd : *descriptors) {
    *std::to_chars(name, name + sizeof name - 1, fd).ptr = '\0';
    const ssize_t n = ::readlinkat(links->get(), name, target, sizeof target);
    const int error = n < 0 ? errno : 0;
    if (error == ENOENT) continue;  // closed since it was listed
    const std::string_view text(target, n < 0 ? 0 : static_cast<std::size_t>(n));
    if (!f({.fd = fd, .target = text, .error = error, .directory = links->get(), .name = name})) break;
  }
  return {};
}

Result<std::vector<std::int32_t>> list_pids(const ProcRoot& proc) {
  auto directory = open_directory(proc, ".");
  if (!directory) return tl::unexpected(std::move(directory.error()));
  return numbers_in(*std::move(directory), proc.path());
}

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
