#include "lsof/file_stat.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <cstring>

namespace nd::lsof {
namespace {

FileType type_of(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return FileType::kRegular;
    case S_IFDIR:
      return FileType::kDirectory;
    case S_IFCHR:
      return FileType::kCharacter;
    case S_IFBLK:
      return FileType::kBlock;
    case S_IFIFO:
      return FileType::kFifo;
    case S_IFLNK:
      return FileType::kLink;
    case S_IFSOCK:
      return FileType::kSocket;
    default:
      return FileType::kMode;
  }
}

struct stat stat_of(const struct statx& found) {
  struct stat same {};
  same.st_mode = found.stx_mode;
  same.st_dev = gnu_dev_makedev(found.stx_dev_major, found.stx_dev_minor);
  same.st_rdev = gnu_dev_makedev(found.stx_rdev_major, found.stx_rdev_minor);
  same.st_ino = found.stx_ino;
  same.st_nlink = found.stx_nlink;
  same.st_size = static_cast<off_t>(found.stx_size);
  same.st_blocks = static_cast<blkcnt_t>(found.stx_blocks);
  return same;
}

}  // namespace

bool is_live(const ProcRoot& proc) {
  struct statfs found;
  return ::fstatfs(proc.fd(), &found) == 0 && found.f_type == PROC_SUPER_MAGIC;
}

Result<struct stat> FileStat::follow(int directory, const char* name) const {
  if (!live_) return system_failure(ENOTSUP, "statx", name);
  // DONT_SYNC: a mount that was taken off the tree (umount -l) with its dead server still has files, and no path tells.
  struct statx found;
  if (::statx(directory, name, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &found) != 0) {
    return system_failure("statx", name);
  }
  return stat_of(found);
}

FileFacts FileStat::ask(int directory, const char* name, std::string_view path) {
  FileFacts facts;
  if (const Mount* slow = slow_mount_of(path)) {
    const StatAnswer answer = slow_.ask(*slow, directory, name);
    if (answer.found) facts.found = stat_of(*answer.found);
    facts.error = answer.error;
    if (answer.error == ETIMEDOUT && !slow->type.empty()) facts.mount = slow->device;
  } else if (const auto found = follow(directory, name)) {
    facts.found = *found;
  } else {
    facts.error = found.error().code;
  }
  return facts;
}

mode_t FileStat::link_mode(int directory, const char* name) const {
  struct stat found;
  if (!live_ || ::fstatat(directory, name, &found, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  return found.st_mode;
}

Device device_of(dev_t device) { return {gnu_dev_major(device), gnu_dev_minor(device)}; }

void apply(const struct stat& from, OpenFile& file) {
  file.type = type_of(from.st_mode);
  file.mode = from.st_mode;
  file.device = device_of(from.st_dev);
  file.device_kind = DeviceKind::kFileSystem;
  file.inode = from.st_ino;
  file.links = static_cast<std::uint32_t>(from.st_nlink);
  file.blocks = static_cast<std::uint64_t>(from.st_blocks);
  file.known = static_cast<std::uint8_t>(file.known | kInode | kLinks | kDevice | kMode);
  if (file.type == FileType::kCharacter || file.type == FileType::kBlock) {
    file.device_kind = DeviceKind::kSpecial;
    file.special = device_of(from.st_rdev);
  } else if (file.type != FileType::kFifo && file.type != FileType::kSocket) {
    file.size = static_cast<std::uint64_t>(from.st_size);
    file.known |= kSize;
  }
}

bool apply(const FileFacts& facts, OpenFile& file) {
  if (facts.found) {
    apply(*facts.found, file);
  } else {
    file.type = FileType::kUnknown;
    if (facts.mount) {
      file.device = *facts.mount;
      file.device_kind = DeviceKind::kFileSystem;
      file.known |= kDevice;
    }
  }
  add_remark(facts, file);
  return facts.found.has_value();
}

void add_remark(const FileFacts& facts, OpenFile& file) {
  if (facts.error == 0 || facts.error == ENOTSUP) return;
  file.remark = add_remark("stat", facts.error, file);
}

std::size_t add_remark(std::string_view what, int error, OpenFile& file) {
  const std::string text = " (" + std::string(what) + ": " + std::strerror(error) + ")";
  file.name += text;
  file.failed = what;
  file.error = error;
  return text.size();
}

}  // namespace nd::lsof
