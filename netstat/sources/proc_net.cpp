#include "netstat/sources/proc_net.h"

#include <fcntl.h>

#include <array>
#include <cstring>
#include <string>

#include "common/sys/syscall.h"
#include "netstat/sources/seen_sockets.h"

namespace nd::netstat {
namespace {

// Lines out of reads of any size: what follows the last newline waits for the next read.
class LineReader {
 public:
  LineReader(int fd, std::string object) : fd_(fd), object_(std::move(object)) {}

  // Calls `f(line)` for each line, then returns. A last line without a newline counts too.
  template <typename F>
  Status for_each_line(F&& f) {
    std::size_t kept = 0;
    for (;;) {
      if (kept == block_.size()) kept = 0;  // a line longer than the block is none of the kernel's
      const ssize_t n = retry_eintr([&] { return ::read(fd_, block_.data() + kept, block_.size() - kept); });
      if (n < 0) return system_failure("read", object_);
      if (n == 0) break;
      kept = take_lines(kept + static_cast<std::size_t>(n), f);
    }
    if (kept > 0) f(std::string_view(block_.data(), kept));
    return {};
  }

 private:
  // Hands out the whole lines of the first `size` bytes and moves the rest to the front; returns how much that is.
  template <typename F>
  std::size_t take_lines(std::size_t size, F&& f) {
    const char* at = block_.data();
    const char* const end = at + size;
    while (const void* newline = std::memchr(at, '\n', static_cast<std::size_t>(end - at))) {
      const char* const stop = static_cast<const char*>(newline);
      f(std::string_view(at, static_cast<std::size_t>(stop - at)));
      at = stop + 1;
    }
    const auto rest = static_cast<std::size_t>(end - at);
    std::memmove(block_.data(), at, rest);
    return rest;
  }

  int fd_;
  std::string object_;
  std::array<char, 16 * 1024> block_;
};

}  // namespace

Status for_each_socket(const ProcRoot& proc, SocketTableKind kind, const std::function<void(const SocketRow&)>& f) {
  const std::string path = "net/" + std::string(table_name(kind));
  const std::string object = proc.path() + "/" + path;
  const UniqueFd file(retry_eintr([&] { return ::openat(proc.fd(), path.c_str(), O_RDONLY | O_CLOEXEC); }));
  if (!file) return system_failure("openat", object);
  SeenSockets seen;
  return LineReader(file.get(), object).for_each_line([&](std::string_view line) {
    const auto row = parse_socket_row(line, kind);
    if (row && seen.insert(*row)) f(*row);
  });
}

}  // namespace nd::netstat
