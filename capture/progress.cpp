#include "capture/progress.h"

#include <sys/stat.h>

#include <algorithm>

#include "common/sys/output.h"

namespace nd::capture {

Progress::Progress(int fd, bool shown) {
  constexpr std::chrono::milliseconds kQuietStart{500};
  struct stat status {};
  if (!shown || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return;
  size_ = static_cast<std::uint64_t>(status.st_size);
  next_ = monotonic_now() + kQuietStart;
}

void Progress::show(std::uint64_t bytes_read) {
  constexpr std::chrono::milliseconds kInterval{200};
  const MonotonicTime now = monotonic_now();
  if (now < next_) return;
  next_ = now + kInterval;
  const std::uint64_t percent = std::min<std::uint64_t>(100, bytes_read * 100 / size_);
  const std::string line = "\r" + std::to_string(percent) + " % read, " + std::to_string(packets_) + " packets";
  static_cast<void>(write_all(2, line, "standard error"));
  stands_ = true;
}

void Progress::clear() {
  if (stands_) static_cast<void>(write_all(2, "\r\x1b[K", "standard error"));
  stands_ = false;
}

}  // namespace nd::capture
