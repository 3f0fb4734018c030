// Which file systems can block whoever asks them: those with a server behind them. Their mounts are read from
// mountinfo, which asks nobody, once for each mount namespace and root.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/index/process_walk.h"
#include "common/model/mount.h"

namespace nd::lsof {

// By type: "nfs4", "fuse.sshfs", "9p", "autofs" … and one that is not known ("").
bool can_block(std::string_view file_system_type);
// The mount that `path` (absolute, without links) lies on; null when there is none.
const Mount* mount_of(std::string_view path, std::span<const Mount> mounts);

// The mounts that somebody sees, and which of them can block: by their type, or since they lie over one that can.
class MountTable {
 public:
  MountTable() = default;
  // `ours`: where the layers of an overlay may be found that `mounts` do not have.
  explicit MountTable(std::vector<Mount> mounts, std::span<const Mount> ours = {});
  // One of which nothing is known but that it may block, for who cannot read them.
  static MountTable unknown();
  // Of this process.
  static MountTable own();

  std::span<const Mount> all() const { return mounts_; }
  // The mount that `path` lies on, if that can block.
  const Mount* slow_of(std::string_view path) const;
  // Whether its point lies, at whatever depth, on a mount that can block.
  bool has_slow_above(const Mount& mount) const;
  bool any_slow() const { return !slow_points_.empty(); }
  bool is_slow(const Mount& mount) const { return slow_[static_cast<std::size_t>(&mount - mounts_.data())]; }

 private:
  std::vector<Mount> mounts_;
  std::vector<bool> slow_;  // by place
  std::vector<std::string> slow_points_;
};

class SlowMounts {
 public:
  // The process whose links are looked at next; it must live until another is entered.
  void enter(const HeldProcess& process);
  // The mount that `path`, the text of a link or a mapping of that process, lies on, if it can block: as the process
  // sees it or as we do. Null otherwise.
  const Mount* of(std::string_view path);

 private:
  const MountTable& ours();
  MountTable read(const ProcRoot& process, const std::string& root);

  const HeldProcess* process_ = nullptr;
  const MountTable* view_ = nullptr;                                    // of that process, once it was needed
  std::map<std::pair<std::string, std::string>, MountTable> by_place_;  // mount namespace and root
  std::optional<MountTable> ours_;
};

}  // namespace nd::lsof
