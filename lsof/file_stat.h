// The one place where mylsof asks for a file behind a link. That is the only call of a listing that can block on a file
// system whose server is dead, so everything that wants stat(2) comes through here: files with such a server are asked
// for by a helper. Links of /proc lead to the file itself, without a walk along its path.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/sys/proc_root.h"
#include "lsof/open_file.h"
#include "lsof/slow_files.h"
#include "lsof/slow_mounts.h"

namespace nd::lsof {

// Links of a saved copy of /proc lead nowhere, or, worse, to files of this machine.
bool is_live(const ProcRoot& proc);

// What is known of a file; with an error, as the kernel last knew it, or of what device it is.
struct FileFacts {
  std::optional<struct stat> found;
  int error = 0;                // ETIMEDOUT: its server does not answer; ENOTSUP: in a saved copy
  std::optional<Device> mount;  // with ETIMEDOUT
};

class FileStat {
 public:
  // `live`: the links lead to real files; in a saved copy of /proc they lead nowhere, and nothing is asked.
  FileStat(bool live, SlowFiles& slow) : live_(live), slow_(slow) {}

  bool live() const { return live_; }
  // The process whose files are asked for next; it must live until another is entered.
  void enter(const HeldProcess& process) { mounts_.enter(process); }
  // The file behind the link `name` of `directory`, for files of the kernel's own file systems (pipes, sockets …).
  Result<struct stat> follow(int directory, const char* name) const;
  // The same for any file; `path` is the text of the link.
  FileFacts ask(int directory, const char* name, std::string_view path);
  // The mount of that path, if asking there could block.
  const Mount* slow_mount_of(std::string_view path) { return live_ ? mounts_.of(path) : nullptr; }
  // What kind of file system the file behind that link lies on, by its number (statfs(2)).
  std::optional<std::int64_t> magic(const Device& device, int directory, const char* name) {
    return slow_.magic(device, directory, name);
  }
  // The mode of the link itself: how a descriptor is open. 0 in a saved copy or when it is gone.
  mode_t link_mode(int directory, const char* name) const;

 private:
  bool live_;
  SlowFiles& slow_;
  SlowMounts mounts_;
};

Device device_of(dev_t device);
// Type, device, inode, size, links from `from`. CHR and BLK get their own device.
void apply(const struct stat& from, OpenFile& file);
// The same; what is not known becomes TYPE unknown, and an error a remark behind the name. Whether the type is known.
bool apply(const FileFacts& facts, OpenFile& file);
// " (stat: Permission denied)" behind the name, lsof's way to say which call failed; `what` is a literal. How long it
// is.
std::size_t add_remark(std::string_view what, int error, OpenFile& file);
// That one behind the name, if there is an error to tell of.
void add_remark(const FileFacts& facts, OpenFile& file);

}  // namespace nd::lsof
