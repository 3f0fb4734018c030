// --netns: the network namespace that a socket is in, by a name. Sockets may live in another one than the process that
// holds them, so where we are allowed to, the socket itself is asked (SIOCGSKNS); else its process is.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "common/sys/proc_root.h"
#include "lsof/open_file.h"

namespace nd::lsof {

bool is_socket(const OpenFile& file);

class NetworkNames {
 public:
  // The name as `ip netns` has it, a container's id, or "PID/command"; "-" is our own namespace. Empty: not known.
  // Lives as long as this object.
  std::string_view of(const ProcRoot& proc, const Process& process, const OpenFile& file);

 private:
  void load(const ProcRoot& proc);
  std::map<std::uint64_t, std::string> names_;  // by inode
  bool loaded_ = false;
};

}  // namespace nd::lsof
