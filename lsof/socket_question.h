// What an Internet socket says of itself, through a descriptor that is taken from its holder (pidfd_getfd(2)): no table
// has to be read for it, and it is known in whatever network namespace it lives. Only for a helper: each question waits
// for the socket's lock, and whoever holds that may keep it for long.
#pragma once

#include <sys/socket.h>

#include <cstdint>

namespace nd::lsof {

struct SocketFound {
  std::uint64_t inode = 0;
  std::uint64_t network = 0;  // inode of its network namespace; 0: we may not ask
  int family = 0;             // AF_INET, AF_INET6
  std::uint8_t tcp_state = 0;
  bool connected = false;
  std::uint32_t rx_queue = 0, tx_queue = 0;  // as the tables have them; an unread end of a connection does not count
  sockaddr_storage local = {};
  sockaddr_storage remote = {};  // where connected
};

// System calls alone; 0 or errno. The descriptor is given back at once.
int ask_socket(int pid, int fd, SocketFound& found);

}  // namespace nd::lsof
