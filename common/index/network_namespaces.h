// The network namespaces of this machine: those that processes live in, read through /proc/PID/net without any
// privilege, and those that only have a name, which must be entered.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/sys/proc_root.h"

namespace nd {

struct NetworkNamespace {
  std::string name;     // `ip netns`' name, a container's id from the cgroup, or "PID/command"
  std::uint64_t inode;  // its identity
  std::string net;      // where its tables are: a folder below which "net/tcp" lies; empty: it must be entered
  std::string file;     // what setns(2) takes
  bool is_ours = false;
};

// Our own first, then by name.
Result<std::vector<NetworkNamespace>> list_namespaces(const ProcRoot& proc);

// The id of a container (64 hexadecimal digits, cut to 12) in the text of /proc/PID/cgroup; empty without one.
std::string container_in(std::string_view cgroup);

}  // namespace nd
