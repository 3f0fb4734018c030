// Signals as events: blocked for the process and read from a signalfd, so no code runs between two of ours.
#pragma once

#include <initializer_list>
#include <optional>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd {

class SignalSource {
 public:
  // Blocks `signals` and routes them here. A SIGHUP (nohup) or SIGTSTP that is ignored at start stays so; a SIGINT
  // does not: a shell's `&` ignores it for what it starts, and `kill -INT` still has to end that.
  static Result<SignalSource> create(std::initializer_list<int> signals);
  int fd() const { return fd_.get(); }
  // The next signal that came, nullopt when there is none: call until then.
  std::optional<int> next();

 private:
  explicit SignalSource(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

// A write into a closed pipe shall fail with EPIPE, not end the process.
void ignore_sigpipe();
// A write beyond the limit of a file's size (setrlimit(2) RLIMIT_FSIZE) shall fail with EFBIG, not end the process.
void ignore_sigxfsz();

}  // namespace nd
