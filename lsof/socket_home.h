// Which network namespace a socket lives in: the one that it was made in, wherever its process has gone since.
#pragma once

#include <cstdint>
#include <string>

#include "common/sys/unique_fd.h"

namespace nd::lsof {

struct SocketHome {
  UniqueFd fd;       // the namespace; empty where we may not ask or the descriptor has become another one
  std::string name;  // as links of /proc have it: "net:[4026531840]"
};
SocketHome home_of_socket(std::int32_t pid, std::int32_t fd, std::uint64_t inode);

}  // namespace nd::lsof
