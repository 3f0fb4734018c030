#include "lsof/named_files.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "lsof/file_stat.h"
#include "lsof/slow_mounts.h"

namespace nd::lsof {
namespace {

constexpr int kMostLinks = 40;  // as the kernel's MAXSYMLINKS

// The mount that `path` is the point of, or whose source is the block device that it is.
const Mount* mount_named(const std::string& path, const struct stat& file, std::span<const Mount> mounts) {
  const Mount* found = nullptr;
  for (const Mount& mount : mounts) {
    const bool is_point = mount.point == path && mount.device == device_of(file.st_dev);
    const bool is_source = S_ISBLK(file.st_mode) && mount.device == device_of(file.st_rdev);
    if (is_point || is_source) found = &mount;  // the last one lies on top
  }
  return found;
}

std::string without_trailing_slashes(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

// The path of a unix socket's NAME: what stands before " type=".
std::string_view socket_path(std::string_view name) { return name.substr(0, name.rfind(" type=")); }

}  // namespace

Result<std::string> resolve_links(const std::string& path) {
  std::string done;
  std::string rest = path;
  int links = 0;
  while (!rest.empty()) {
    const std::size_t start = rest.find_first_not_of('/');
    if (start == std::string::npos) break;
    const std::size_t end = std::min(rest.find('/', start), rest.size());
    const std::string longer = done + rest.substr(0, end);
    rest.erase(0, end);
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
  return done.empty() ? path : done;
}

bool NamedFiles::add_unasked(const std::string& argument, NameMeaning meaning, std::span<const Mount> mounts) {
  const std::string path = without_trailing_slashes(argument);
  const Mount* mount = path.starts_with('/') ? mount_of(path, mounts) : nullptr;
  if (mount == nullptr || !can_block(mount->type)) return false;
  NamedFile named;
  named.argument = argument;
  named.shown = path;
  named.device = mount->device;
  named.file_system = path == mount->point && meaning != NameMeaning::kFile;
  named.by_path = !named.file_system;
  files_.push_back(std::move(named));
  return true;
}

Status NamedFiles::add(const std::string& argument, NameMeaning meaning, std::span<const Mount> mounts) {
  if (add_unasked(argument, meaning, mounts)) return {};
  const auto status_error = [&](int code) {
    return input_failure("", "status error on " + argument + ": " + std::strerror(code));
  };
  const auto resolved = resolve_links(argument);
  if (!resolved) return status_error(resolved.error().code);
  NamedFile named;
  named.argument = argument;
  named.shown = without_trailing_slashes(*resolved);
  struct stat file;
  if (::stat(named.shown.c_str(), &file) != 0) return status_error(errno);
  named.device = device_of(file.st_dev);
  named.inode = file.st_ino;
  named.socket = S_ISSOCK(file.st_mode);
  if (meaning != NameMeaning::kFile) {
    const Mount* mount = mount_named(named.shown, file, mounts);
    if (mount != nullptr) {
      named.file_system = true;
      named.device = mount->device;
    } else if (meaning == NameMeaning::kFileSystem) {
      return input_failure("", "not a file system: " + argument);
    }
  }
  files_.push_back(std::move(named));
  return {};
}

bool NamedFiles::match(OpenFile& file) {
  const auto find = [&](auto&& is_it) {
    const auto named =
        std::find_if(files_.rbegin(), files_.rend(), is_it);  // one named twice is found once, as in lsof
    if (named == files_.rend()) return static_cast<NamedFile*>(nullptr);
    named->found = true;
    return &*named;
  };
  if (file.type == FileType::kUnix) {
    return find([&](const NamedFile& named) { return named.socket && socket_path(file.name) == named.shown; }) !=
           nullptr;
  }
  if (!file.has(kDevice)) return false;
  const NamedFile* system =
      find([&](const NamedFile& named) { return named.file_system && named.device == file.device; });
  const NamedFile* itself = find([&](const NamedFile& named) {
    if (named.by_path) return named.device == file.device && file.name == named.shown;
    return !named.file_system && file.has(kInode) && named.device == file.device && named.inode == file.inode;
  });
  if (itself != nullptr) file.name = itself->shown;
  return system != nullptr || itself != nullptr;
}

std::vector<std::string> NamedFiles::missing() const {
  std::vector<std::string> sentences;
  for (const NamedFile& named : files_) {
    if (named.found) continue;
    sentences.push_back((named.file_system ? "no file system use located: " : "no file use located: ") +
                        named.argument);
  }
  return sentences;
}

}  // namespace nd::lsof
