#include "lsof/named_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "common/sys/output.h"
#include "lsof/file_stat.h"

namespace nd::lsof {
namespace {

// The mount that `path` is the point of, or whose source is the block device that it is.
const Mount* mount_named(const std::string& path, const struct statx& file, std::span<const Mount> mounts) {
  const Mount* found = nullptr;
  const Device special{file.stx_rdev_major, file.stx_rdev_minor};
  for (const Mount& mount : mounts) {
    const bool is_point = mount.point == path && mount.device == device_of(file);
    const bool is_source = S_ISBLK(file.stx_mode) && mount.device == special;
    if (is_point || is_source) found = &mount;  // the last one lies on top
  }
  return found;
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

void NamedFiles::add_unasked(const std::string& argument, const ResolvedPath& resolved, NameMeaning meaning) {
  NamedFile named;
  named.argument = argument;
  named.shown = without_trailing_slashes(absolute_path(resolved.path));
  named.device = resolved.slow->device;
  named.file_system = named.shown == resolved.slow->point && meaning != NameMeaning::kFile;
  named.by_path = !named.file_system;
  keep(std::move(named));
}

Status NamedFiles::add(const std::string& argument, NameMeaning meaning, const MountTable& mounts,
                       SlowFiles& slow_files) {
  const auto status_error = [&](int code) {
    return input_failure("", "status error on " + argument + ": " + std::strerror(code));
  };
  const auto asked = ask_path(argument, mounts, slow_files);
  if (!asked) return status_error(asked.error().code);
  if (asked->error == ETIMEDOUT) {
    add_unasked(argument, asked->resolved, meaning);
    if (slow_files.warns() && !files_.back().file_system) {
      complain("mylsof", "WARNING: " + argument + ": looked for by its path alone (its file system does not answer)");
    }
    return {};
  }
  if (!asked->found) return status_error(asked->error);
  NamedFile named;
  named.argument = argument;
  named.shown = asked->resolved.path;
  named.slow = asked->resolved.slow != nullptr;
  named.device = device_of(*asked->found);
  named.inode = asked->found->stx_ino;
  named.socket = S_ISSOCK(asked->found->stx_mode);
  if (meaning != NameMeaning::kFile) {
    const Mount* mount = mount_named(named.shown, *asked->found, mounts.all());
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
  has_sockets_ = has_sockets_ || named.socket;
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
    if (files_[itself->second].slow) return true;  // the links in its path were not followed one by one
    file.name = files_[itself->second].shown;
    file.remark = 0;
  }
  return met;
}

bool NamedFiles::seeks() const {
  return std::any_of(files_.begin(), files_.end(), [](const NamedFile& named) { return !named.found; });
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
