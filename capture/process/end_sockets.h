// Which sockets a dialogue has on this machine, asked of the kernel one by one as the kernel itself would look them
// up: a dump of all of them costs as much as there are.
#pragma once

#include <array>
#include <vector>

#include "capture/process/dialogue.h"
#include "common/sys/rtnetlink.h"
#include "common/sys/sock_diag.h"

namespace nd::capture {

// Without an inode (the process closed it already, there is none …) the owner is all there is to tell.
struct EndSocket {
  EndOwner owner;
  std::uint64_t inode = 0;
};

class EndSockets {
 public:
  // In the network namespace of the caller.
  static Result<EndSockets> open();
  std::array<EndSocket, 2> of(const OwnersQuestion& question);
  // The dialogues of connected sockets that there are now, at most `limit`.
  std::vector<Dialogue> connected(std::size_t limit);

 private:
  EndSockets(SockDiag sockets, RtNetlink routes) : sockets_(std::move(sockets)), routes_(std::move(routes)) {}
  EndSocket find(const OwnersQuestion& question, std::size_t end);
  bool is_local(const IpAddress& address);

  SockDiag sockets_;
  RtNetlink routes_;
};

}  // namespace nd::capture
