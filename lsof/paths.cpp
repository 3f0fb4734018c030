#include "lsof/paths.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <algorithm>

namespace nd::lsof {
namespace {

constexpr int kMostLinks = 40;  // as the kernel's MAXSYMLINKS

}  // namespace

std::string without_trailing_slashes(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

std::string absolute_path(const std::string& path) {
  char folder[PATH_MAX];
  if (path.starts_with('/') || ::getcwd(folder, sizeof folder) == nullptr) return path;
  return std::string(folder) + "/" + path;
}

Result<ResolvedPath> resolve_links(const std::string& path, const MountTable& mounts) {
  std::string done;
  std::string rest = path;
  int links = 0;
  while (!rest.empty()) {
    const std::size_t start = rest.find_first_not_of('/');
    if (start == std::string::npos) break;
    const std::size_t end = std::min(rest.find('/', start), rest.size());
    const std::string longer = done + rest.substr(0, end);
    rest.erase(0, end);
    if (const Mount* slow = mounts.slow_of(without_trailing_slashes(absolute_path(longer)))) {
      return ResolvedPath{longer + rest, slow};
    }
    char target[PATH_MAX];
    const ssize_t n = ::readlink(longer.c_str(), target, sizeof target);
    if (n < 0) {
      done = longer;  // no link; whether it exists is seen when it is asked for
      continue;
    }
    if (++links > kMostLinks) return system_failure(ELOOP, "readlink", path);
    const std::string_view text(target, static_cast<std::size_t>(n));
    rest.insert(0, text);
    if (text.starts_with('/')) {
      done.clear();
    } else if (!done.empty()) {
      rest.insert(0, "/");
    } else if (longer.starts_with('/')) {
      rest.insert(0, "/");
    }
  }
  return ResolvedPath{done.empty() ? path : done, nullptr};
}

Result<AskedPath> ask_path(const std::string& path, const MountTable& mounts, SlowFiles& slow_files) {
  auto resolved = resolve_links(path, mounts);
  if (!resolved) return tl::unexpected(resolved.error());
  AskedPath asked{*std::move(resolved), {}, 0};
  std::string& to = asked.resolved.path;
  to = without_trailing_slashes(std::move(to));
  if (const Mount* slow = asked.resolved.slow) {
    to = without_trailing_slashes(absolute_path(to));
    const StatAnswer answer = slow_files.ask(*slow, AT_FDCWD, to.c_str());
    if (answer.error == 0) asked.found = answer.found;
    asked.error = answer.error;
    return asked;
  }
  struct statx file;
  if (::statx(AT_FDCWD, to.c_str(), 0, STATX_BASIC_STATS, &file) == 0) {
    asked.found = file;
  } else {
    asked.error = errno;
  }
  return asked;
}

Device device_of(const struct statx& file) { return {file.stx_dev_major, file.stx_dev_minor}; }

}  // namespace nd::lsof
