#include "common/sys/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <initializer_list>

namespace nd {

void hold_standard_streams() {
  for (const int fd : {0, 1, 2}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    // The lowest number that is free is this one. Opened the wrong way round, so that it serves for nothing.
    static_cast<void>(::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY));
  }
}

}  // namespace nd
