// The process that decodes, from its first to its last instruction.
#pragma once

#include <sys/types.h>

#include <optional>
#include <vector>

#include "capture/guard/monitor.h"
#include "capture/privilege.h"

namespace nd::capture {

// The decoder's ends of what leads to the monitor.
struct DecoderEnds {
  UniqueFd socket;
  UniqueFd events;
  std::vector<int> only_read;
  SharedState* state = nullptr;
};

// In the child that `monitor` has just forked: gives up its rights, shuts itself in and decodes; ends with the status.
[[noreturn]] void be_decoder(pid_t monitor, const Options& options, const std::optional<UserIds>& user,
                             DecoderEnds ends, const Monitor::Decode& decode);

}  // namespace nd::capture
