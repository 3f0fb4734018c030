// Echo requests to many hosts at once: targets as they are needed, probes at a rate, each host reported when it is
// known.
#pragma once

#include <memory>

#include "common/sys/event_loop.h"
#include "common/sys/output.h"
#include "common/sys/signals.h"
#include "ping/neighbour_pace.h"
#include "ping/options.h"
#include "ping/sweep_clock.h"
#include "ping/sweep_progress.h"
#include "ping/sweep_report.h"
#include "ping/sweep_socket.h"
#include "ping/sweep_table.h"
#include "ping/sweep_targets.h"
#include "ping/token_bucket.h"

namespace nd::ping {

class Sweep {
 public:
  Sweep(const Options& options, TargetGenerator targets, std::unique_ptr<SweepSocket> v4,
        std::unique_ptr<SweepSocket> v6);

  // The exit status: 0 all alive, 1 some not or not known yet when it was interrupted, 2 some name not known.
  Result<int> run();

 private:
  SweepSocket* socket_of(const IpAddress& address);
  bool finished() const { return interrupted_ || (exhausted_ && table_.in_flight() == 0); }
  // Each of these returns whether it did anything.
  bool send_some(MonotonicTime now);
  bool receive_some();
  bool send_probe(std::uint32_t slot, MonotonicTime now);
  bool next_probe(MonotonicTime now);
  bool next_target(MonotonicTime now);
  void flush_output();
  Status watch(EventLoop& loop, Timer& timer, SignalSource& signals);
  Status work(EventLoop& loop, Timer& timer);
  void flush(SweepSocket* socket, MonotonicTime now);
  void on_answer(const SweepAnswer& answer, MonotonicTime now);
  // A probe came back (with its time) or is lost: another goes to the same host, or that is all.
  void conclude(std::uint32_t slot, std::optional<Rtt> rtt, std::string_view reason);
  SweepTally& tally_of(std::uint32_t slot);
  Status wait(EventLoop& loop, Timer& timer);
  double not_asked() const;
  void tell_cut_short() const;
  void tell_unknown() const;
  int exit_status() const;

  Options options_;
  TargetGenerator targets_;
  double total_;
  std::unique_ptr<SweepSocket> v4_;
  std::unique_ptr<SweepSocket> v6_;
  SweepTable table_;
  std::optional<SweepClock> clock_;  // where times are shown
  TokenBucket bucket_;
  OutputBuffer out_;
  SweepReport report_;
  SweepProgress progress_;
  NeighbourPace neighbours_;
  std::optional<SweepTarget> held_;  // waits for room in the neighbour table
  std::vector<SweepTally> tallies_;  // with -c, by slot
  std::vector<std::string> names_{std::string()};
  SweepCounts counts_;
  MonotonicTime end_ = MonotonicTime::max();  // with -w
  MonotonicTime paused_until_{};
  std::optional<MonotonicTime> neighbour_wait_;
  bool exhausted_ = false;
  bool interrupted_ = false;
};

// The whole of --sweep, from options to an exit status.
tl::expected<int, Refusal> run_sweep(const Options& options);

}  // namespace nd::ping
