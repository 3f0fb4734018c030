// The one place where mylsof asks for a file behind a link. That is the only call of a listing that can block on a file
// system whose server is dead, so everything that wants stat(2) comes through here: it takes what the kernel has
// cached (AT_STATX_DONT_SYNC) and never asks the server of a FUSE file system. Links of /proc lead to the file itself,
// without a walk along its path.
#pragma once

#include <sys/stat.h>

#include <optional>

#include "common/base/result.h"
#include "common/sys/proc_root.h"
#include "lsof/open_file.h"

namespace nd::lsof {

// Links of a saved copy of /proc lead nowhere, or, worse, to files of this machine.
bool is_live(const ProcRoot& proc);

class FileStat {
 public:
  // `live`: the links lead to real files; in a saved copy of /proc they lead nowhere, and nothing is asked.
  explicit FileStat(bool live) : live_(live) {}

  bool live() const { return live_; }
  // The file behind the link `name` of `directory`. ENOTSUP in a saved copy.
  Result<struct stat> follow(int directory, const char* name);
  // The mode of the link itself: how a descriptor is open. 0 in a saved copy or when it is gone.
  mode_t link_mode(int directory, const char* name) const;

 private:
  bool live_;
};

Device device_of(dev_t device);
// Type, device, inode, size, links from `from`. CHR and BLK get their own device.
void apply(const struct stat& from, OpenFile& file);

}  // namespace nd::lsof
