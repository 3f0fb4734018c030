// Echo requests to many hosts at once: targets as they are needed, probes at a rate, each host reported when it is
// known.
#pragma once

#include <memory>
#include <unordered_map>

#include "common/sys/event_loop.h"
#include "common/sys/output.h"
#include "common/sys/signals.h"
#include "ping/neighbour_pace.h"
#include "ping/options.h"
#include "ping/sweep_clock.h"
#include "ping/sweep_icmp_text.h"
#include "ping/sweep_progress.h"
#include "ping/sweep_report.h"
#include "ping/sweep_socket.h"
#include "ping/sweep_table.h"
#include "ping/sweep_targets.h"
#include "ping/target_resolver.h"
#include "ping/token_bucket.h"

namespace nd::ping {

class Sweep {
 public:
  struct Sockets {
    std::unique_ptr<SweepSocket> v4;  // empty: nobody of the family can be asked
    std::unique_ptr<SweepSocket> v6;
  };
  // `resolver`: whom `targets` ask for names; empty where there are none.
  Sweep(const Options& options, TargetGenerator targets, std::unique_ptr<TargetResolver> resolver, Sockets sockets,
        ScopeNames scopes);

  // The exit status: 0 all alive, 1 some not or not known yet when it was interrupted, 2 some name not known.
  Result<int> run();

 private:
  static constexpr std::size_t kMostSlots = std::size_t{64} * 65536;

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
  void on_signals(SignalSource& signals);
  Status work(EventLoop& loop, Timer& timer);
  void flush(SweepSocket* socket, MonotonicTime now);
  void on_answer(const SweepAnswer& answer, MonotonicTime now);
  void on_reply(const SweepAnswer& reply, MonotonicTime now);
  void on_error(const SweepAnswer& error);
  void on_send_failure(SweepMark mark, int error);
  // A probe came back (with its time) or is lost: another goes to the same host, or that is all.
  void conclude(std::uint32_t slot, std::optional<Rtt> rtt, std::string_view reason);
  void report_host(std::uint32_t slot, const SweepTally& tally, std::string_view reason);
  SweepTally& tally_of(std::uint32_t slot);
  Status wait(EventLoop& loop, Timer& timer);
  // When next_target() may do something, as far as that can be known; a name that is looked up wakes by itself.
  MonotonicTime next_start(MonotonicTime now) const;
  double not_asked() const;
  void tell_unfinished();
  void tell_cut_short() const;
  void tell_unknown();
  int exit_status() const;

  Options options_;
  std::unique_ptr<TargetResolver> resolver_;
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
  std::optional<SweepTarget> held_;                       // waits for room in the neighbour table
  std::vector<SweepTally> tallies_;                       // with -c, by slot
  std::unordered_map<std::uint32_t, SweepCause> causes_;  // the last of each target under way, by slot
  std::vector<std::string> names_{std::string()};
  SweepCounts counts_;
  MonotonicTime end_ = MonotonicTime::max();  // with -w
  MonotonicTime paused_until_{};
  std::optional<MonotonicTime> neighbour_wait_;  // of `held_`
  bool exhausted_ = false;
  bool interrupted_ = false;
};

// The whole of --sweep, from options to an exit status.
tl::expected<int, Refusal> run_sweep(const Options& options);

}  // namespace nd::ping
