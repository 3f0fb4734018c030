// Programs that a capture runs: --run's command, for whose lifetime it captures, and -z's, for each finished file.
#pragma once

#include <sys/types.h>

#include <string>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {

// Made before the device is opened and privileges are given up, so that the command inherits none of the one and runs
// with the caller's rights; it waits until start(). Destroyed before that, it ends without having done anything.
class WaitingCommand {
 public:
  static Result<WaitingCommand> create(const std::string& text);
  // The shell begins to run it.
  Status start();
  pid_t pid() const { return pid_; }

 private:
  WaitingCommand(pid_t pid, UniqueFd gate) : pid_(pid), gate_(std::move(gate)) {}
  pid_t pid_;
  UniqueFd gate_;
};

// `program FILE` beside the capture, at the lowest priority and without a shell. SIGCHLD tells when it is done.
Status run_on_file(const std::string& program, const std::string& file);

}  // namespace nd::capture
