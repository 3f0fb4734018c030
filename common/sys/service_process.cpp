#include "common/sys/service_process.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace nd {
namespace {

constexpr int kSocket = 3;

// So that whoever waits for the end of the program's output sees it.
bool keep_only(int socket) {
  const int nothing = ::open("/dev/null", O_RDWR);
  if (nothing < 0 || ::dup2(socket, kSocket) < 0) return false;
  for (const int fd : {0, 1, 2}) {
    if (::dup2(nothing, fd) < 0) return false;
  }
  return ::close_range(kSocket + 1, ~0U, 0) == 0;
}

}  // namespace

Result<UniqueFd> start_service(const std::function<void(int)>& serve) {
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0) {
    return system_failure("socketpair", "helper process");
  }
  UniqueFd ours(ends[0]);
  const UniqueFd theirs(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return system_failure("fork", "helper process");
  if (child > 0) return ours;
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGQUIT, SIG_IGN);
  if (keep_only(theirs.get())) serve(kSocket);
  ::_exit(0);
}

}  // namespace nd
