#include "lsof/socket_question.h"

#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "common/sys/unique_fd.h"

namespace nd::lsof {
namespace {

// Through syscall(2): not every C library has the wrappers.
int take_descriptor(int pid, int fd) {
  const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!process) return -1;
  return static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), fd, 0));
}

std::uint64_t inode_of(int fd) {
  struct stat file;
  return ::fstat(fd, &file) == 0 ? file.st_ino : 0;
}

int option(int fd, int level, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  return ::getsockopt(fd, level, name, &value, &size) == 0 ? value : -1;
}

void ask_tcp(int fd, SocketFound& found) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0) found.tcp_state = info.tcpi_state;
  int unread = 0, unsent = 0;
  if (found.tcp_state == TCP_LISTEN) {
    found.rx_queue = info.tcpi_unacked;  // who waits to be accepted
  } else if (::ioctl(fd, SIOCINQ, &unread) == 0 && ::ioctl(fd, SIOCOUTQ, &unsent) == 0) {
    found.rx_queue = static_cast<std::uint32_t>(unread);
    found.tx_queue = static_cast<std::uint32_t>(unsent);
  }
}

void ask_memory(int fd, SocketFound& found) {
  std::uint32_t memory[SK_MEMINFO_VARS] = {};
  socklen_t size = sizeof memory;
  if (::getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &size) != 0) return;
  found.rx_queue = memory[SK_MEMINFO_RMEM_ALLOC];
  found.tx_queue = memory[SK_MEMINFO_WMEM_ALLOC];
}

}  // namespace

int ask_socket(int pid, int fd, SocketFound& found) {
  const UniqueFd socket(take_descriptor(pid, fd));
  if (!socket) return errno;
  found.inode = inode_of(socket.get());
  found.family = option(socket.get(), SOL_SOCKET, SO_DOMAIN);
  if (found.family != AF_INET && found.family != AF_INET6) return ENOTSOCK;
  socklen_t size = sizeof found.local;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&found.local), &size) != 0) return errno;
  size = sizeof found.remote;
  found.connected = ::getpeername(socket.get(), reinterpret_cast<sockaddr*>(&found.remote), &size) == 0;
  if (option(socket.get(), SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP) {
    ask_tcp(socket.get(), found);
  } else {
    ask_memory(socket.get(), found);
  }
  const UniqueFd network(::ioctl(socket.get(), SIOCGSKNS));
  if (network) found.network = inode_of(network.get());
  return 0;
}

}  // namespace nd::lsof
