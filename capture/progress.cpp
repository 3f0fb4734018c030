#include "capture/progress.h"

#include <algorithm>

#include "common/sys/output.h"

namespace nd::capture {

Progress::Progress(std::uint64_t size, bool shown) {
  constexpr std::chrono::milliseconds kQuietStart{500};
  if (!shown || size == 0) return;
  size_ = size;
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
