// Which sockets of one table were seen already. A listing of a hundred thousand rows passes through here, so it is an
// open-addressed table of 64-bit identities and no strings.
#pragma once

#include <cstdint>
#include <vector>

#include "common/model/socket.h"
#include "common/sys/large_blocks.h"

namespace nd::netstat {

class SeenSockets {
 public:
  SeenSockets() : slots_(1024) {}

  // Notes `row`; false when it is one that was noted before. Two rows are one socket when they have the same addresses
  // and the same inode, or, for a connection, when either has lost its inode: TIME_WAIT is what is left of the socket
  // that stood there as FIN_WAIT2 a moment ago. Sockets that only share a port (SO_REUSEPORT) differ in the inode.
  bool insert(const SocketRow& row);

 private:
  struct Slot {
    std::uint64_t hash = 0;  // of the addresses; 0: free
    std::uint64_t inode = 0;
  };
  using Slots = std::vector<Slot, LargeBlocks<Slot>>;
  void grow();

  Slots slots_;
  std::size_t size_ = 0;
};

}  // namespace nd::netstat
