// Another network namespace to look from: --netns of all four tools.
#pragma once

#include <string>

#include "common/base/result.h"

namespace nd {

// Moves this process into the network namespace of `where`: a name as `ip netns` keeps them (/run/netns/NAME), the pid
// of a process, or the path of a namespace file. Needs CAP_SYS_ADMIN.
Status enter_network_namespace(const std::string& where);

}  // namespace nd
