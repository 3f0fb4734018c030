// The one walk of /proc. Each process is held by an open directory while it is looked at: whatever is read through it
// belongs to that process or fails with ESRCH, so a reused pid is never mistaken for the one that was listed.
// Links are read, never followed, so a dead mount stops nobody.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/sys/proc_root.h"

namespace nd {

struct DescriptorLink {
  std::int32_t fd = 0;
  std::string_view target;  // the link's raw text ("socket:[123]", "/dev/null", "pipe:[5]"); empty when not readable
  int error = 0;            // why it was not: errno
  int directory = -1;       // /proc/PID/fd, held open, …
  const char* name = "";    // … and the link's name in it, for whoever wants to know more (fstatat)
};

// What an error of the two below means: the process is not ours to look into (hidepid and ptrace rules: EACCES or
// EPERM), or it ended meanwhile. Anything else is a failure of the walk: no descriptors left, no memory.
bool is_denied(const Error& error);
bool is_gone(const Error& error);

class HeldProcess {
 public:
  HeldProcess(std::int32_t pid, ProcRoot directory) : pid_(pid), directory_(std::move(directory)) {}
  static Result<HeldProcess> open(const ProcRoot& proc, std::int32_t pid);

  std::int32_t pid() const { return pid_; }
  // /proc/PID: read("stat"), link("cwd") …
  const ProcRoot& directory() const { return directory_; }

  // Calls `f` with each descriptor, ascending, until it returns false. `known` may tell what a link says that need not
  // be read for that; empty: it does not know.
  using OnDescriptor = std::function<bool(const DescriptorLink&)>;
  using KnownTarget = std::function<std::string_view(const char* name)>;
  Status for_each_descriptor(const OnDescriptor& f, const KnownTarget& known = {}) const;

 private:
  std::int32_t pid_;
  ProcRoot directory_;
};

// The pids in /proc, ascending, without holding any.
Result<std::vector<std::int32_t>> list_pids(const ProcRoot& proc);

// Calls `f` with each process until it returns false; those that end meanwhile or are hidden from
// us are passed over.
Status for_each_process(const ProcRoot& proc, const std::function<bool(const HeldProcess&)>& f);

// The inode in "socket:[123]" or the older "[0000]:123"; nullopt for other targets.
std::optional<std::uint64_t> socket_inode(std::string_view link_target);

}  // namespace nd
