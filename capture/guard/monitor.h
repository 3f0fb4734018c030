// A run in two processes: the one that the user started looks after the other, the decoder, which alone touches what
// strangers sent. It shuts itself in before the first packet (common/sys/sandbox.h) and inherits what is open by then,
// the kernel's ring included, so no packet is copied once more; what it cannot do itself any more it asks the monitor
// for (broker.h). The monitor gets the signals, passes on what they mean, and ends as the decoder ended.
#pragma once

#include <functional>
#include <optional>

#include "capture/command.h"
#include "capture/guard/asker.h"
#include "capture/guard/broker.h"
#include "capture/interrupts.h"
#include "capture/options.h"
#include "capture/privilege.h"
#include "common/sys/signals.h"

namespace nd::capture {

class Monitor {
 public:
  // From here on signals wait. Live: SIGUSR1 asks for the counts, SIGALRM is nothing; else those two stay as they are.
  static Result<Monitor> create(bool live);

  // What the decoder does; the status that it ends with.
  using Decode = std::function<Result<int>(Asker&, Interrupts&)>;
  // Forks, and returns here with the decoder's status, or with that of a failure. `command`: --run's, null without one.
  Result<int> run(const Options& options, Sources sources, WaitingCommand* command, const Decode& decode);

 private:
  explicit Monitor(SignalSource signals) : signals_(std::move(signals)) {}
  Status settle_down(const std::optional<UserIds>& user);
  Status give_up_more();
  Status shut_in();
  // Until the decoder has ended; its status as waitpid(2) tells it.
  Result<int> look_after();
  Status on_question();
  void on_signals();
  void on_children();
  void stop_for_a_while() const;
  void tell(Event event) const;
  int report_crash(int signal);

  SignalSource signals_;
  const Options* options_ = nullptr;
  WaitingCommand* command_ = nullptr;
  bool command_over_ = false;
  bool ending_ = false;
  bool dropped_ = false;
  std::optional<Broker> broker_;
  UniqueFd socket_;
  UniqueFd events_;
  pid_t decoder_ = -1;
  std::optional<int> decoder_status_;
  bool shut_in_ = false;
};

}  // namespace nd::capture
