#include "capture/input_stream.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "common/sys/syscall.h"

namespace nd::capture {

InputStream::InputStream(UniqueFd fd, bool may_block, Interrupts& interrupts)
    : fd_(std::move(fd)),
      interrupts_(interrupts),
      may_block_(may_block),
      buffer_(new std::uint8_t[kCapacity]) {}  // not value-initialised

bool InputStream::read_more() {
  if (may_block_) {
    pollfd waits[] = {{.fd = fd_.get(), .events = POLLIN, .revents = 0},
                      {.fd = interrupts_.fd(), .events = POLLIN, .revents = 0}};
    retry_eintr([&] { return ::poll(waits, 2, -1); });
  }
  interrupts_.poll();
  if (interrupts_.stop_requested()) {
    interrupted_ = true;
    return false;
  }
  const std::size_t wanted = std::min(kPiece, kCapacity - end_);
  const ssize_t got = retry_eintr([&] { return ::read(fd_.get(), buffer_.get() + end_, wanted); });
  if (got < 0) error_ = errno;
  if (got <= 0) return false;
  end_ += static_cast<std::size_t>(got);
  bytes_read_ += static_cast<std::uint64_t>(got);
  return true;
}

bool InputStream::fill(std::size_t n) {
  while (end_ - begin_ < n) {
    if (error_ != 0 || interrupted_) return false;
    if (begin_ > 0) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (!read_more()) return false;
  }
  return true;
}

}  // namespace nd::capture
