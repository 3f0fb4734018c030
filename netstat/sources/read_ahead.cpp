#include "netstat/sources/read_ahead.h"

#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "common/sys/syscall.h"

namespace nd::netstat {
namespace {

// A block travels from one processor to the other. Smaller ones are still in the first one's cache when it writes to
// them again, and wait for the second's (measured: 64 KiB cost 15 % more than 256 KiB).
constexpr std::size_t kBlock = 256 * 1024;
constexpr std::size_t kFirst = 32 * 1024;  // read before it is worth a thread
constexpr std::size_t kPage = 4096;        // what one read of such a file gives at most, or a multiple of it
constexpr std::size_t kLongestRow = 512;

bool is_in_proc(int fd) {
  struct statfs about {};
  return ::fstatfs(fd, &about) == 0 && about.f_type == PROC_SUPER_MAGIC;
}

}  // namespace

ReadAhead::ReadAhead(int fd, std::string object) : fd_(fd), object_(std::move(object)), is_table_(is_in_proc(fd)) {}

ReadAhead::~ReadAhead() {
  if (!reader_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  reader_.join();
}

Result<std::string_view> ReadAhead::next() {
  if (at_end_) return std::string_view();
  if (reader_.joinable()) return hand_out(take());
  Block& block = blocks_[0];
  const bool is_first = block.bytes.empty();
  if (!is_first && !refused_) {
    start();
    if (reader_.joinable()) return hand_out(take());
  }
  fill(block, is_first ? kFirst : kBlock);
  return hand_out(block);
}

Result<std::string_view> ReadAhead::hand_out(Block& block) {
  at_end_ = block.is_last;
  if (block.error != 0) return system_failure(block.error, "read", object_);
  return std::string_view(block.bytes.data(), block.size);
}

// The kernel fills a page with rows as long as another one fits, so less than that is the end of a table. It may not be
// asked to confirm it: having lost its place it would count from the first row on again (measured: 13 ms of 100,000
// rows), and hand out whatever stands where the table ended before.
bool ReadAhead::ends_table(std::size_t size) const { return is_table_ && size + kLongestRow <= kPage; }

// As many reads as fit; whole pages, so that the kernel need not split one.
void ReadAhead::fill(Block& block, std::size_t size) const {
  block.bytes.resize(size);
  block.size = 0;
  while (size - block.size >= kPage) {
    char* const at = block.bytes.data() + block.size;
    const ssize_t n = retry_eintr([&] { return ::read(fd_, at, size - block.size); });
    if (n < 0) block.error = errno;
    block.is_last = n <= 0;
    if (block.is_last) return;
    block.size += static_cast<std::size_t>(n);
    block.is_last = ends_table(static_cast<std::size_t>(n));
    if (block.is_last) return;
  }
}

void ReadAhead::start() {
  try {
    reader_ = std::thread([this] { read_all(); });
  } catch (const std::system_error&) {  // a limit on processes: then one after the other
    refused_ = true;
  }
}

void ReadAhead::read_all() {
  for (bool is_last = false; !is_last;) {
    Block* block = nullptr;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopped_ || filled_ - taken_ < blocks_.size(); });
      if (stopped_) return;
      block = &blocks_[filled_ % blocks_.size()];
    }
    fill(*block, kBlock);
    is_last = block->is_last;
    {
      const std::lock_guard lock(mutex_);
      ++filled_;
    }
    changed_.notify_all();
  }
}

ReadAhead::Block& ReadAhead::take() {
  std::unique_lock lock(mutex_);
  if (holds_block_) {
    ++taken_;
    changed_.notify_all();
  }
  holds_block_ = true;
  changed_.wait(lock, [this] { return filled_ > taken_; });
  return blocks_[taken_ % blocks_.size()];
}

}  // namespace nd::netstat
