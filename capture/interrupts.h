// The signals of a run, as events: those that end it, and those that ask for something meanwhile.
#pragma once

#include "common/base/result.h"
#include "common/sys/signals.h"

namespace nd::capture {

class Interrupts {
 public:
  // Live: SIGUSR1 asks for the counts, SIGCHLD tells of a finished program (-z, --run). Otherwise those two stay as
  // they are.
  static Result<Interrupts> create(bool live);

  int fd() const { return source_.fd(); }
  // Reads what came. What was asked for stays set until it is taken.
  void poll();

  bool stop_requested() const { return stop_; }
  bool take_statistics() { return std::exchange(statistics_, false); }
  bool take_flush() { return std::exchange(flush_, false); }
  bool take_child() { return std::exchange(child_, false); }

 private:
  explicit Interrupts(SignalSource source) : source_(std::move(source)) {}

  SignalSource source_;
  bool stop_ = false;
  bool statistics_ = false;
  bool flush_ = false;
  bool child_ = false;
};

}  // namespace nd::capture
