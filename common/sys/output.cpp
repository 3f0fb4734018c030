#include "common/sys/output.h"

#include <poll.h>
#include <unistd.h>

#include "common/base/escape.h"
#include "common/sys/syscall.h"

namespace nd {

Status write_all(int fd, std::string_view text, std::string_view object) {
  while (!text.empty()) {
    const ssize_t n = retry_eintr([&] { return ::write(fd, text.data(), text.size()); });
    if (n < 0 && errno == EAGAIN) {  // somebody else made this open description non-blocking
      pollfd writable{.fd = fd, .events = POLLOUT, .revents = 0};
      retry_eintr([&] { return ::poll(&writable, 1, -1); });
      continue;
    }
    if (n < 0) return system_failure("write", std::string(object));
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

Status OutputBuffer::flush() {
  if (first_failure_) first_failure_ = write_all(fd_, text_.view(), "standard output");
  text_.clear();
  return first_failure_;
}

void complain(std::string_view tool, std::string_view message) {
  TextBuffer line(256);
  line.put(tool).put(": ");
  append_escaped(line, message);
  line.put('\n');
  static_cast<void>(write_all(2, line.view(), "standard error"));
}

}  // namespace nd
