// A child for what a program must not do any more once it has shut itself in: it keeps one socket and answers there.
#pragma once

#include <functional>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd {

// Forks a child that runs `serve` with its end of a SOCK_SEQPACKET pair and ends with it; our end is returned, and the
// child hears the end of it. Nothing else stays open in the child, its standard streams are /dev/null, and signals from
// the terminal pass it by. To be called before threads are made, with no privilege that the child must not have.
Result<UniqueFd> start_service(const std::function<void(int socket)>& serve);

}  // namespace nd
