// File names as arguments: a file is searched for by its device and inode, a mount point (or a mounted block device)
// stands for every file of that file system.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/model/mount.h"
#include "lsof/open_file.h"

namespace nd::lsof {

// How to take an argument that is a mount point: as lsof's -f and +f say.
enum class NameMeaning : std::uint8_t { kEither, kFile, kFileSystem };

struct NamedFile {
  std::string argument;  // as given, for messages
  std::string shown;     // symbolic links resolved: what NAME says for it
  Device device;
  std::uint64_t inode = 0;
  bool file_system = false;
  bool socket = false;   // searched for by its path,
  bool by_path = false;  // as are files on a file system that may not answer when it is asked
  bool found = false;
};

class NamedFiles {
 public:
  // Asks for the file, unless it lies on a file system that can block. ENOENT … become "status error on NAME: …".
  Status add(const std::string& argument, NameMeaning meaning, std::span<const Mount> mounts);
  bool empty() const { return files_.empty(); }
  // Whether `file` is one of those; its name becomes the one it was asked for by.
  bool match(OpenFile& file);
  std::vector<std::string> missing() const;

 private:
  bool add_unasked(const std::string& argument, NameMeaning meaning, std::span<const Mount> mounts);

  std::vector<NamedFile> files_;
};

// `path` with its symbolic links replaced, component by component; "." and ".." stay as they are.
Result<std::string> resolve_links(const std::string& path);

}  // namespace nd::lsof
