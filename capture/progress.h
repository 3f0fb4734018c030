// How far a large file has been read, on a terminal's standard error while the packets go elsewhere.
#pragma once

#include <cstdint>
#include <string>

#include "common/sys/timer.h"

namespace nd::capture {

class Progress {
 public:
  // `size`: the file's, in bytes; 0: nothing is ever shown.
  Progress(std::uint64_t size, bool shown);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // After each packet; looks at the clock now and then only. The first line comes after half a second.
  void on_packet(std::uint64_t bytes_read) {
    if (size_ > 0 && ++packets_ % 4096 == 0) show(bytes_read);
  }
  // Takes the line away before something else is written.
  void clear();

 private:
  void show(std::uint64_t bytes_read);

  std::uint64_t size_ = 0;
  std::uint64_t packets_ = 0;
  MonotonicTime next_{};
  bool stands_ = false;
};

}  // namespace nd::capture
