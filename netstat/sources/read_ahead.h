// A long file under /proc, read by a second thread while the first works on what was read before: the kernel spends
// four times as long on writing a row of /proc/net/tcp as we do on reading and printing it, and hands out one page a
// call, so the two halves of a listing of a hundred thousand rows go side by side. A file that is short never sees the
// thread.
#pragma once

#include <array>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "common/base/result.h"

namespace nd::netstat {

class ReadAhead {
 public:
  // `fd` is borrowed; `object` is what an error names.
  ReadAhead(int fd, std::string object);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // The next bytes of the file, empty at its end. They are valid until the next call.
  Result<std::string_view> next();
  // Has the second thread begin now rather than after the first bytes.
  void start();
  // The file turned out to be long: the second thread is at work.
  bool is_long() const { return reader_.joinable(); }

 private:
  struct Block {
    std::vector<char> bytes;
    std::size_t size = 0;
    int error = 0;
    bool is_last = false;  // the end of the file, or the error, comes after these bytes
  };

  bool ends_table(std::size_t size) const;
  void fill(Block& block, std::size_t size) const;
  void read_all();
  Block& take();
  Result<std::string_view> hand_out(Block& block);

  int fd_;
  std::string object_;
  bool is_table_;  // of the kernel's, not a saved copy
  bool at_end_ = false;
  std::array<Block, 4> blocks_;
  // The thread fills blocks_[filled_ % 4], the caller works on blocks_[taken_ % 4]; guarded by mutex_.
  std::size_t filled_ = 0, taken_ = 0;
  bool stopped_ = false;
  bool holds_block_ = false;  // the caller still looks at blocks_[taken_ % 4]
  bool refused_ = false;      // no thread could be had
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread reader_;
};

}  // namespace nd::netstat
