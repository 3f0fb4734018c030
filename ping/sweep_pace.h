// How long a sweep waits for a host and how often it asks.
#pragma once

#include <chrono>

#include "ping/options.h"

namespace nd::ping {

struct SweepPace {
  std::chrono::nanoseconds timeout = std::chrono::milliseconds(500);
  unsigned retries = 3;
  double backoff = 1.5;

  // From the first probe to a host to its last.
  std::chrono::nanoseconds retrying_time() const;
};

// Between two probes to one host, with -c.
std::chrono::nanoseconds sweep_interval(const Options& options);

// With -c a probe that is lost is lost, and what is usually waited for it is fping's period; but an interval of 0 is no
// time to wait: what a sweep waits without -c is the least.
SweepPace pace_of(const Options& options);

}  // namespace nd::ping
