// Programs that a capture runs: --run's command, for whose lifetime it captures, and -z's, for each finished file.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {

// Made before the device is opened and privileges are given up, so that the command inherits none of the one and runs
// with the caller's rights, in a process group of its own; it waits until start(). Destroyed before that, it ends
// without having done anything.
class WaitingCommand {
 public:
  static Result<WaitingCommand> create(const std::string& text);
  // The shell begins to run it, in the foreground of the terminal where this is one.
  Status start();
  pid_t pid() const { return pid_; }

  // The command was stopped from the terminal: the capture stops too, and both go on together.
  void stop_with_it();
  // The terminal belongs to the capture again.
  void take_terminal();
  // SIGTERM to all of the command's processes that stayed in its group.
  void terminate();
  // After terminate(): waits for them, and kills what is still there after two seconds, with a line on standard error.
  void await_end();

 private:
  void give_terminal();
  bool is_gone_within(std::chrono::milliseconds patience) const;

  WaitingCommand(pid_t pid, UniqueFd gate) : pid_(pid), gate_(std::move(gate)) {}
  pid_t pid_;
  UniqueFd gate_;
  bool has_terminal_ = false;
};

// `program FILE` beside the capture, at the lowest priority and without a shell. SIGCHLD tells when it is done.
Status run_on_file(const std::string& program, const std::string& file);

}  // namespace nd::capture
