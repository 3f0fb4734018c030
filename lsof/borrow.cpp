#include "lsof/borrow.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "common/base/shortage.h"

namespace nd::lsof {

UniqueFd borrow_descriptor(std::int32_t pid, std::int32_t fd) {
  const auto count = [&] { note_shortage(errno, "process " + std::to_string(pid)); };
  const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!process) {
    count();
    return UniqueFd();
  }
  UniqueFd copy(static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), fd, 0)));
  if (!copy) count();
  return copy;
}

}  // namespace nd::lsof
