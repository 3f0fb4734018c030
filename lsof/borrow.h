// A copy of another process's descriptor, for what the kernel tells only of one that is ours: the seals of a memfd, the
// namespace of a socket.
#pragma once

#include <cstdint>

#include "common/sys/unique_fd.h"

namespace nd::lsof {

// pidfd_getfd(2), for those who may trace the process; else an empty one. What lies behind it may have changed since
// it was listed: compare.
UniqueFd borrow_descriptor(std::int32_t pid, std::int32_t fd);

}  // namespace nd::lsof
