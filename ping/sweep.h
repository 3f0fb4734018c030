// Echo requests to many hosts at once: targets as they are needed, probes at a rate, each host reported when it is
// known.
#pragma once

#include <memory>

#include "common/sys/event_loop.h"
#include "common/sys/output.h"
#include "common/sys/signals.h"
#include "ping/options.h"
#include "ping/sweep_socket.h"
#include "ping/sweep_table.h"
#include "ping/sweep_targets.h"
#include "ping/token_bucket.h"

namespace nd::ping {

struct SweepCounts {
  std::uint64_t targets = 0;
  std::uint64_t alive = 0;
  std::uint64_t unreachable = 0;
  std::uint64_t sent = 0;
  std::uint64_t duplicates = 0;
};

// What one host came to.
struct SweepResult {
  const SweepTable::Probe& probe;
  const std::string& name;  // empty: a plain address
  bool alive = false;
  std::chrono::nanoseconds rtt{0};
  std::string_view reason;  // of an unreachable one: "timeout" or what an error said
};

class Sweep {
 public:
  Sweep(const Options& options, TargetGenerator targets, std::unique_ptr<SweepSocket> v4,
        std::unique_ptr<SweepSocket> v6);

  // The exit status: 0 all alive, 1 some not, 2 some name not known.
  Result<int> run();

 private:
  SweepSocket* socket_of(const IpAddress& address);
  bool finished() const { return interrupted_ || (exhausted_ && table_.in_flight() == 0); }
  // Each of these returns whether it did anything.
  bool send_some(MonotonicTime now);
  bool receive_some();
  bool send_probe(std::uint32_t slot, MonotonicTime now);
  bool next_probe(MonotonicTime now);
  void flush(SweepSocket* socket, MonotonicTime now);
  void on_answer(const SweepAnswer& answer, MonotonicTime now);
  void settle(std::uint32_t slot, bool alive, std::chrono::nanoseconds rtt, std::string_view reason);
  void report(const SweepResult& result);
  void report_end(std::chrono::nanoseconds took);
  Status wait(EventLoop& loop, Timer& timer);

  Options options_;
  TargetGenerator targets_;
  std::unique_ptr<SweepSocket> v4_;
  std::unique_ptr<SweepSocket> v6_;
  SweepTable table_;
  TokenBucket bucket_;
  OutputBuffer out_;
  std::vector<std::string> names_{std::string()};
  SweepCounts counts_;
  MonotonicTime paused_until_{};
  bool exhausted_ = false;
  bool interrupted_ = false;
};

// The whole of --sweep, from options to an exit status.
tl::expected<int, Refusal> run_sweep(const Options& options);

}  // namespace nd::ping
