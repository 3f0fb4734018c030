// Who holds a socket: /proc/net tells inodes, /proc/PID/fd tells who has them open. The inodes that matter are named
// first, and the walk ends as soon as each has its first holder. For very many sockets the kernel is asked for all
// holders at once, where we may ask; else two threads share the walk.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/index/inode_map.h"
#include "common/index/process_walk.h"
#include "common/sys/proc_root.h"

namespace nd {

// Whoever holds sockets, as it was when it was looked at.
struct SocketHolder {
  std::int32_t pid = 0;
  std::string command_line;  // raw /proc/PID/cmdline: arguments end with NUL; empty for a zombie or a kernel thread
  std::string comm;          // /proc/PID/comm without its newline

  // The first argument, raw.
  std::string_view argv0() const { return std::string_view(command_line).substr(0, command_line.find('\0')); }
};

struct SocketOwner {
  const SocketHolder* holder = nullptr;
  std::int32_t fd = -1;
};

// kUntilFound ends the walk once every wanted inode has its holder; kWhole also learns of everybody who is hidden.
enum class Walk : std::uint8_t { kUntilFound, kWhole };

class SocketOwners {
 public:
  explicit SocketOwners(std::size_t expected = 16) : wanted_(expected) {}

  // So many inodes will be named.
  void expect(std::size_t inodes) { wanted_.reserve(inodes); }
  // Names an inode to look for; 0 (no file) is ignored.
  void want(std::uint64_t inode);
  // Walks `proc`. An error means that the walk could not be made or not be ended (no descriptors left …); processes
  // that end or are hidden never fail it.
  Status find(const ProcRoot& proc, Walk walk = Walk::kUntilFound);

  // The process with the lowest pid that holds `inode`, and its lowest descriptor; holder is null when nobody who
  // could be looked into does. Valid as long as this object.
  SocketOwner owner(std::uint64_t inode) const;
  // Processes whose descriptors we may not list: a socket without an owner may be theirs.
  const std::vector<std::int32_t>& hidden() const { return hidden_; }
  // How many wanted inodes have no owner.
  std::size_t missing() const { return wanted_.size() - found_; }
  // Some process that could be looked into holds a socket, wanted or not.
  bool saw_sockets() const { return saw_sockets_; }

 private:
  struct Place {
    std::int32_t holder = -1;  // index into holders_
    std::int32_t fd = -1;
  };
  struct Match {
    Place* place = nullptr;
    std::int32_t fd = -1;
    std::uint64_t inode = 0;
  };
  struct Round;
  Status walk_with_help(Round& round);
  void walk_on(Round& round);
  void look_at(Round& round, std::int32_t pid);
  Status look_into(const HeldProcess& process, std::mutex& mutex);
  bool ask_for_all(Round& round);
  void settle(Round& round, std::int32_t pid, const std::vector<Match>& matches);
  void assign(SocketHolder holder, const std::vector<Match>& matches);
  bool is_before(std::int32_t pid, const Place& place) const;

  InodeMap<Place> wanted_;
  std::vector<SocketHolder> holders_;
  std::vector<std::int32_t> hidden_;
  std::size_t found_ = 0;
  bool saw_sockets_ = false;
};

// "socket name" of a process as netstat prints it: the base name of an absolute argv[0], else argv[0] as it is.
std::string_view program_name(std::string_view argv0);

}  // namespace nd
