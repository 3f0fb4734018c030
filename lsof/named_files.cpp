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

// getcwd(2) asks no file system.
std::string absolute(const std::string& path) {
  char folder[PATH_MAX];
  if (path.starts_with('/') || ::getcwd(folder, sizeof folder) == nullptr) return path;
  return std::string(folder) + "/" + path;
}

// The path of a unix socket's NAME: what stands before " type=".
std::string_view socket_path(std::string_view name) { return name.substr(0, name.rfind(" type=")); }

// Whether `name` is the file that is searched for by its path, or lies in the directory that is.
bool path_fits(const NamedFile& named, std::string_view name) {
  if (!named.by_path || !name.starts_with(named.shown)) return false;
  const std::string_view rest = name.substr(named.shown.size());
  if (rest.empty()) return true;
  return named.below && rest[0] == '/' && (named.deep || rest.find('/', 1) == std::string_view::npos);
}

}  // namespace

Result<ResolvedPath> resolve_links(const std::string& path, std::span<const Mount> mounts) {
  std::string done;
  std::string rest = path;
  int links = 0;
  while (!rest.empty()) {
    const std::size_t start = rest.find_first_not_of('/');
    if (start == std::string::npos) break;
    const std::size_t end = std::min(rest.find('/', start), rest.size());
    const std::string longer = done + rest.substr(0, end);
    rest.erase(0, end);
    if (const Mount* slow = slow_mount_of(longer, mounts)) return ResolvedPath{longer + rest, slow};
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

const Mount* slow_mount_of(const std::string& path, std::span<const Mount> mounts) {
  const bool any = std::any_of(mounts.begin(), mounts.end(), [](const Mount& mount) { return can_block(mount.type); });
  if (!any) return nullptr;
  const Mount* mount = mount_of(without_trailing_slashes(absolute(path)), mounts);
  return mount != nullptr && can_block(mount->type) ? mount : nullptr;
}

void NamedFiles::add_unasked(const std::string& argument, const ResolvedPath& resolved, NameMeaning meaning) {
  NamedFile named;
  named.argument = argument;
  named.shown = without_trailing_slashes(absolute(resolved.path));
  named.device = resolved.slow->device;
  named.file_system = named.shown == resolved.slow->point && meaning != NameMeaning::kFile;
  named.by_path = !named.file_system;
  keep(std::move(named));
}

Status NamedFiles::add(const std::string& argument, NameMeaning meaning, std::span<const Mount> mounts) {
  const auto status_error = [&](int code) {
    return input_failure("", "status error on " + argument + ": " + std::strerror(code));
  };
  const auto resolved = resolve_links(argument, mounts);
  if (!resolved) return status_error(resolved.error().code);
  if (resolved->slow != nullptr) {
    add_unasked(argument, *resolved, meaning);
    return {};
  }
  NamedFile named;
  named.argument = argument;
  named.shown = without_trailing_slashes(resolved->path);
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
  keep(std::move(named));
  return {};
}

void NamedFiles::keep(NamedFile named) {
  const bool by_inode = !named.file_system && !named.by_path;
  if (by_inode) by_inode_[{named.device, named.inode}] = files_.size();
  if (!by_inode || named.socket) others_.push_back(files_.size());
  files_.push_back(std::move(named));
}

bool NamedFiles::match(OpenFile& file) {
  const auto find = [&](auto&& is_it) {
    const auto at = std::find_if(others_.rbegin(), others_.rend(), [&](std::size_t i) { return is_it(files_[i]); });
    if (at == others_.rend()) return static_cast<NamedFile*>(nullptr);
    files_[*at].found = true;
    return &files_[*at];
  };
  if (file.type == FileType::kUnix) {
    return find([&](const NamedFile& named) { return named.socket && socket_path(file.name) == named.shown; }) !=
           nullptr;
  }
  if (!file.has(kDevice)) return false;
  const std::string_view name = std::string_view(file.name).substr(0, file.name.size() - file.remark);
  bool met =
      find([&](const NamedFile& named) { return named.file_system && named.device == file.device; }) != nullptr ||
      find([&](const NamedFile& named) { return named.device == file.device && path_fits(named, name); }) != nullptr;
  const auto itself = file.has(kInode) ? by_inode_.find({file.device, file.inode}) : by_inode_.end();
  if (itself != by_inode_.end()) {
    files_[itself->second].found = met = true;
    file.name = files_[itself->second].shown;
    file.remark = 0;
  }
  return met;
}

void NamedFiles::merge(const NamedFiles& other) {
  for (std::size_t i = 0; i < files_.size(); ++i) files_[i].found = files_[i].found || other.files_[i].found;
}

std::vector<std::string> NamedFiles::missing() const {
  std::vector<std::string> sentences;
  for (auto named = files_.rbegin(); named != files_.rend(); ++named) {  // lsof's list begins with the last
    if (named->found) continue;
    sentences.push_back((named->file_system ? "no file system use located: " : "no file use located: ") +
                        named->argument);
  }
  return sentences;
}

}  // namespace nd::lsof
