// File names as arguments: a file is searched for by its device and inode, a mount point (or a mounted block device)
// stands for every file of that file system, and a directory (+d, +D) for what is in it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "lsof/open_file.h"
#include "lsof/paths.h"

namespace nd::lsof {

// How to take an argument that is a mount point: as lsof's -f and +f say.
enum class NameMeaning : std::uint8_t { kEither, kFile, kFileSystem };

struct NamedFile {
  std::string argument;  // as given, for messages
  std::string shown;     // symbolic links resolved: what NAME says for it
  Device device;
  std::uint64_t inode = 0;
  bool file_system = false;
  bool slow = false;     // on a file system that can block
  bool socket = false;   // searched for by its path,
  bool by_path = false;  // as are files on a file system that may not answer when it is asked
  bool below = false;    // by_path, and what is in it too: at its top level
  bool deep = false;     // or all of it
  bool found = false;
};

// What the walk through a directory may cross: -x.
struct Crossing {
  bool links = false;
  bool mounts = false;
};

class NamedFiles {
 public:
  // Asks for the file. ENOENT … become "status error on NAME: …"; one whose file system does not answer is searched for
  // by its path.
  Status add(const std::string& argument, NameMeaning meaning, const MountTable& mounts, SlowFiles& slow_files);
  // A directory with the files in it, to its whole depth (`deep`) or at its top level.
  Status add_directory(const std::string& argument, bool deep, Crossing crossing, const MountTable& mounts);
  bool empty() const { return files_.empty(); }
  // Whether one of them was not found yet.
  bool seeks() const;
  // Whether one of them is a socket: no descriptor of a socket leads to another file.
  bool has_sockets() const { return has_sockets_; }
  // Whether `file` is one of those; its name becomes the one it was asked for by.
  bool match(OpenFile& file);
  // Takes over what another one has found.
  void merge(const NamedFiles& other);
  std::vector<std::string> missing() const;

 private:
  void add_unasked(const std::string& argument, const ResolvedPath& resolved, NameMeaning meaning);

  void keep(NamedFile named);
  struct Folder {
    std::string path;
    std::vector<std::pair<Device, std::uint64_t>> way;  // the folders that it lies in, where links are followed
  };
  void list_directory(const Folder& folder, Device device, Crossing crossing, const MountTable& mounts,
                      std::vector<Folder>& folders);

  std::vector<NamedFile> files_;
  // Places in files_: a tree may have a hundred thousand. One named twice is found once, at its last place, as in lsof.
  std::map<std::pair<Device, std::uint64_t>, std::size_t> by_inode_;
  std::vector<std::size_t> others_;
  bool has_sockets_ = false;
};

}  // namespace nd::lsof
