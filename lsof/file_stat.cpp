#include "lsof/file_stat.h"

#include <fcntl.h>
#include <sys/sysmacros.h>

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

}  // namespace

Result<struct stat> FileStat::follow(int directory, const char* name) {
  struct stat found;
  if (!live_) return system_failure(ENOTSUP, "fstatat", name);
  if (::fstatat(directory, name, &found, 0) != 0) return system_failure("fstatat", name);
  return found;
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

}  // namespace nd::lsof
