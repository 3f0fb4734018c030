#include "lsof/borrow.h"

#include <sys/syscall.h>
#include <unistd.h>

namespace nd::lsof {

UniqueFd borrow_descriptor(std::int32_t pid, std::int32_t fd) {
  const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!process) return UniqueFd();
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), fd, 0)));
}

}  // namespace nd::lsof
