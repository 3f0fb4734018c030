// What happens to a run beside its packets, as events: what ends it, and what is asked for meanwhile. Signals reach the
// monitor (guard/monitor.h), which passes on what they mean.
#pragma once

#include <utility>

#include "common/sys/unique_fd.h"

namespace nd::capture {

class Interrupts {
 public:
  // None ever come.
  Interrupts() = default;
  // `events` is the non-blocking end of a pipe with an Event (guard/messages.h) in each byte; its end is a stop.
  explicit Interrupts(UniqueFd events) : events_(std::move(events)) {}

  int fd() const { return events_.get(); }  // -1: none ever come
  // Reads what came. What was asked for stays set until it is taken.
  void poll();

  bool stop_requested() const { return stop_; }
  bool take_statistics() { return std::exchange(statistics_, false); }
  bool take_flush() { return std::exchange(flush_, false); }
  bool take_command_over() { return std::exchange(command_over_, false); }

 private:
  UniqueFd events_;
  bool stop_ = false;
  bool statistics_ = false;
  bool flush_ = false;
  bool command_over_ = false;
};

}  // namespace nd::capture
