// How far a listing is, on one line of a terminal, once it takes longer than a second.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>

#include "common/sys/timer.h"

namespace nd::lsof {

class Progress {
 public:
  // On `fd`, from a second after `start` on; `total` is asked for once, when the line is first shown.
  Progress(int fd, MonotonicTime start, std::function<std::size_t()> total)
      : fd_(fd), start_(start), total_of_(std::move(total)) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // One more process was looked at; by any thread.
  void note(MonotonicTime now);
  // Wipes the line; nothing is shown any more.
  void clear();

 private:
  int fd_;
  MonotonicTime start_, shown_at_{};
  std::function<std::size_t()> total_of_;
  std::optional<std::size_t> total_;
  std::atomic<std::size_t> done_ = 0;
  std::mutex mutex_;
  bool over_ = false;
};

}  // namespace nd::lsof
