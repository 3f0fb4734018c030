#include "lsof/socket_home.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "lsof/borrow.h"

namespace nd::lsof {

SocketHome home_of_socket(std::int32_t pid, std::int32_t fd, std::uint64_t inode) {
  const UniqueFd copy = borrow_descriptor(pid, fd);
  struct stat found;
  if (!copy || ::fstat(copy.get(), &found) != 0 || !S_ISSOCK(found.st_mode) || found.st_ino != inode) return {};
  SocketHome home;
  home.fd.reset(::ioctl(copy.get(), SIOCGSKNS));
  if (!home.fd || ::fstat(home.fd.get(), &found) != 0) return {};
  home.name = "net:[" + std::to_string(found.st_ino) + "]";
  return home;
}

}  // namespace nd::lsof
