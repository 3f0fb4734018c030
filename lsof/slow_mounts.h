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

// By type: "nfs4", "fuse.sshfs", "9p", "autofs" …
bool can_block(std::string_view file_system_type);
// The mount that `path` (absolute, without links) lies on; null when there is none.
const Mount* mount_of(std::string_view path, std::span<const Mount> mounts);

class SlowMounts {
 public:
  // The process whose links are looked at next; it must live until another is entered.
  void enter(const HeldProcess& process);
  // The mount that `path`, the text of a link or a mapping of that process, lies on, if it can block: as the process
  // sees it or as we do. Null otherwise.
  const Mount* of(std::string_view path);

 private:
  struct View {
    std::vector<Mount> mounts;  // none, if none of them can block
    std::vector<std::string> slow_points;
  };
  static View read(const ProcRoot& process, const std::string& root);
  static const Mount* find(const View& view, std::string_view path);

  const HeldProcess* process_ = nullptr;
  const View* view_ = nullptr;                                    // of that process, once it was needed
  std::map<std::pair<std::string, std::string>, View> by_place_;  // mount namespace and root
  std::optional<View> ours_;
};

}  // namespace nd::lsof
