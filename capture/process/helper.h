// A process of its own that tells who holds the sockets of a dialogue. It alone keeps the rights to look into other
// users' processes; the capture, which reads what strangers send, can ask it that one question and nothing else. And a
// walk through /proc, which may take long, holds up no packet.
#pragma once

#include <sys/types.h>

#include <optional>

#include "capture/process/dialogue.h"
#include "capture/process/holder_index.h"
#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {

class ProcessHelper {
 public:
  // Made before devices are opened and rights given up. It becomes `user` where root runs it and a user is named, keeps
  // CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH where it has them, and ends when this object does.
  static Result<ProcessHelper> start(const WantedProcess& wanted, const std::string& user);

  int fd() const { return fd_.get(); }  // readable: there are answers
  // False: it cannot take a further question now.
  bool ask(const OwnersQuestion& question);
  // The next answer that came, nullopt when there is none.
  std::optional<OwnersAnswer> answer();
  // It ended, which it does not by itself.
  bool is_gone() const { return gone_; }

 private:
  explicit ProcessHelper(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
  bool gone_ = false;
};

}  // namespace nd::capture
