// Sockets asked one by one, where that is less work than a table of all, or where no table has them. The threads of a
// listing share one object.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "common/model/socket.h"
#include "lsof/helper.h"

namespace nd::lsof {

struct ProbedSocket {
  SocketRow row;                  // without what only tables tell: timers, the user
  std::string network_namespace;  // "net:[4026531840]"; empty: not known
};

class SocketProbe {
 public:
  explicit SocketProbe(std::size_t most) : left_(most) {}
  // The socket of that inode, which descriptor `fd` of `pid` leads to. nullopt where it stands in no table of TCP or
  // UDP (it has no address yet, or any more), where it may not be asked, and after so many questions.
  std::optional<ProbedSocket> ask(std::int32_t pid, std::int32_t fd, std::uint64_t inode, InetProtocol protocol);

 private:
  std::mutex mutex_;  // for all below
  std::size_t left_;
  std::optional<Helper> helper_;
};

}  // namespace nd::lsof
