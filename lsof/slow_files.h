// Files on file systems with a server behind them, asked for through a helper with a deadline. A mount that lets it
// pass is dead: of its files only what the kernel has kept is told from then on. The threads of a listing share one
// object.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "common/model/mount.h"
#include "lsof/helper.h"

namespace nd::lsof {

class SlowFiles {
 public:
  // `warns`: a line on standard error for each mount that does not answer.
  // `patience`: for each mount that does not answer; else a second for the first and a quarter for the others.
  // `dead`: what outlives one listing of several, the mounts that did not answer before: they are told once, and have a
  // quarter of a second in each of the others.
  SlowFiles(bool warns, std::optional<std::chrono::seconds> patience, std::set<Device>& dead)
      : warns_(warns), patience_(patience), dead_(dead) {}
  bool warns() const { return warns_; }

  // stat(2) of `name` in `directory` (or AT_FDCWD), which lies on `mount`.
  StatAnswer ask(const Mount& mount, int directory, const char* name);
  // The f_type of statfs(2) of `name` in `directory`, a file of `device`; nullopt when there is no answer.
  std::optional<std::int64_t> magic(const Device& device, int directory, const char* name);

 private:
  enum class Health : std::uint8_t { kAnswers, kKeepsOnly, kDead };
  Helper* helper();
  std::chrono::milliseconds patience(const Device& device) const;
  StatAnswer ask_helper(const Device& device, int directory, const char* name, bool kept_only);

  const bool warns_;
  const std::optional<std::chrono::seconds> patience_;
  std::set<Device>& dead_;
  std::mutex mutex_;  // for all below and the mounts that are dead
  std::map<Device, Health> mounts_;
  std::optional<Helper> helper_;
  bool any_dead_ = false;
  int start_error_ = 0;               // why there is no helper
  std::size_t unknown_timeouts_ = 0;  // of files whose mount is not known
};

}  // namespace nd::lsof
