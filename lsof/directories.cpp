// +d and +D: a directory with what is in it. Each file found becomes one that is searched for, as if it had been named;
// symbolic links and mount points are passed over unless -x says otherwise. A directory on a file system that can block
// is not walked through: its files are known by their paths.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "common/sys/output.h"
#include "lsof/file_stat.h"
#include "lsof/named_files.h"

namespace nd::lsof {
namespace {

struct CloseDir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

NamedFile named_file(const std::string& path, const struct stat& file) {
  NamedFile named;
  named.argument = path;
  named.shown = path;
  named.device = device_of(file.st_dev);
  named.inode = file.st_ino;
  named.socket = S_ISSOCK(file.st_mode);
  return named;
}

// Whether asking for the entry could block: a mount point inside the tree, or a link that leads there.
bool is_slow(const std::string& path, const dirent& entry, Crossing crossing, const MountTable& mounts) {
  if (entry.d_type == DT_LNK && crossing.links) {
    const auto resolved = resolve_links(path, mounts);
    return resolved && resolved->slow != nullptr;
  }
  return entry.d_type != DT_REG && mounts.slow_of(path) != nullptr;
}

}  // namespace

void NamedFiles::list_directory(const Folder& folder, Device device, Crossing crossing, const MountTable& mounts,
                                std::vector<Folder>& folders) {
  const std::string& path = folder.path;
  const std::unique_ptr<DIR, CloseDir> dir(::opendir(path.c_str()));
  if (!dir) {
    complain("mylsof", "WARNING: can't opendir(" + path + "): " + std::strerror(errno));
    return;
  }
  while (const dirent* entry = ::readdir(dir.get())) {
    if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
    const std::string below = path + (path.ends_with('/') ? "" : "/") + entry->d_name;
    if (is_slow(below, *entry, crossing, mounts)) continue;
    struct stat file;
    const int flags = crossing.links ? 0 : AT_SYMLINK_NOFOLLOW;
    if (::fstatat(::dirfd(dir.get()), entry->d_name, &file, flags) != 0 || S_ISLNK(file.st_mode)) continue;
    if (!crossing.mounts && device_of(file.st_dev) != device) continue;
    keep(named_file(below, file));
    if (!S_ISDIR(file.st_mode)) continue;
    const std::pair<Device, std::uint64_t> itself{device_of(file.st_dev), file.st_ino};
    const auto& way = folder.way;
    if (std::find(way.begin(), way.end(), itself) != way.end()) continue;  // a link led in a circle
    folders.push_back({below, way});
    if (crossing.links) folders.back().way.push_back(itself);
  }
}

Status NamedFiles::add_directory(const std::string& argument, bool deep, Crossing crossing, const MountTable& mounts) {
  const auto warning = [](const std::string& text) { return input_failure("", "WARNING: " + text, "try --help"); };
  const auto resolved = resolve_links(argument, mounts);
  if (resolved && resolved->slow != nullptr) {
    add_unasked(argument, *resolved, NameMeaning::kFile);
    files_.back().below = true;
    files_.back().deep = deep;
    return {};
  }
  struct stat top;
  if (!resolved || ::stat(resolved->path.c_str(), &top) != 0) {
    return warning("can't stat(" + argument + "): " + std::strerror(resolved ? errno : resolved.error().code));
  }
  if (!S_ISDIR(top.st_mode)) return warning("not a directory: " + argument);
  std::string path = resolved->path;
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  keep(named_file(path, top));
  const NamedFile& root = files_.back();
  std::vector<Folder> folders{{path, {{root.device, root.inode}}}};
  const Device device = root.device;
  do {
    const Folder folder = std::move(folders.back());
    folders.pop_back();
    list_directory(folder, device, crossing, mounts, folders);
  } while (deep && !folders.empty());
  return {};
}

}  // namespace nd::lsof
