// Another network namespace to look from: --netns of all four tools.
#pragma once

#include <string>
#include <utility>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd {

// `where` is a name as `ip netns` keeps them (/run/netns/NAME), the pid of a process, or the path of a namespace file.
// A number that is a name too is the name: whoever gave it can be asked for no other way.
bool names_process(const std::string& where);
// Moves this process into the network namespace of `where`. Needs CAP_SYS_ADMIN.
Status enter_network_namespace(const std::string& where);

// In another network namespace for as long as this lives: the calling thread alone, so it must be given up by the
// thread that entered. Sockets and files under /proc/self/net that are opened meanwhile stay there.
class InNamespace {
 public:
  // `where` as above.
  static Result<InNamespace> enter(const std::string& where);
  InNamespace(InNamespace&&) = default;
  InNamespace& operator=(InNamespace&&) = delete;
  ~InNamespace();

 private:
  explicit InNamespace(UniqueFd home) : home_(std::move(home)) {}
  UniqueFd home_;
};

}  // namespace nd
