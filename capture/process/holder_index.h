// Which process holds a socket, by its inode, for sockets that may live for a millisecond: those seen before are
// checked with one readlink(2), processes that have just started are looked into at once, and the walk through all of
// /proc is left for when those did not tell.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/index/inode_map.h"
#include "common/index/process_walk.h"
#include "common/sys/proc_root.h"
#include "common/sys/timer.h"

namespace nd::capture {

// The process asked for; where several hold a socket it is the one that is told.
struct WantedProcess {
  std::int32_t pid = 0;      // 0: any
  std::string command = {};  // empty: any
  bool only = false;         // nothing needs to be known about others

  explicit operator bool() const { return pid != 0 || !command.empty(); }
};

struct SocketProcess {
  std::int32_t pid = 0;
  std::uint32_t uid = 0;  // effective
  std::string command;    // /proc/PID/comm, raw
  bool operator==(const SocketProcess&) const = default;
};

class HolderIndex {
 public:
  HolderIndex(ProcRoot proc, WantedProcess wanted);

  // Who holds it, as far as was seen, and still holds it.
  std::optional<SocketProcess> holder(std::uint64_t inode) const;
  // Looks for holders of `inodes`, which ascend, in the process asked for and in those that started in the last
  // seconds.
  void look_around(std::span<const std::uint64_t> inodes, MonotonicTime now);
  // The same in every process; up to a second on a large machine. Nothing to do where only one process matters.
  void walk(std::span<const std::uint64_t> inodes);
  // Processes were met that may not be looked into.
  bool met_hidden() const { return met_hidden_; }

 private:
  struct Place {
    std::int32_t pid = 0;
    std::int32_t fd = -1;
  };
  void look_into(std::int32_t pid, std::span<const std::uint64_t> inodes);
  bool found_all(std::span<const std::uint64_t> inodes) const;
  bool is_wanted(const HeldProcess& process) const;
  void note_processes(MonotonicTime now);

  ProcRoot proc_;
  WantedProcess wanted_;
  InodeMap<Place> places_;
  std::map<std::int32_t, MonotonicTime> seen_since_;
  bool met_hidden_ = false;
};

}  // namespace nd::capture
