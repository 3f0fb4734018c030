// Files on file systems with a server behind them, asked for through a helper with a deadline. A mount that lets it
// pass is dead: of its files only what the kernel has kept is told from then on. The threads of a listing share one
// object.
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "common/model/mount.h"
#include "lsof/helper.h"

namespace nd::lsof {

class SlowFiles {
 public:
  // `warns`: a line on standard error for each mount that does not answer.
  explicit SlowFiles(bool warns) : warns_(warns) {}

  // stat(2) of `name` in `directory` (or AT_FDCWD), which lies on `mount`.
  StatAnswer ask(const Mount& mount, int directory, const char* name);

 private:
  enum class Health : std::uint8_t { kAnswers, kKeepsOnly, kDead };
  StatAnswer ask_helper(int directory, const char* name, bool kept_only);

  const bool warns_;
  std::mutex mutex_;  // for all below
  std::map<Device, Health> mounts_;
  std::optional<Helper> helper_;
  bool any_dead_ = false;
};

}  // namespace nd::lsof
