// What a sweep tells of each host and of all of them: lines like fping's, a table, or JSON Lines.
#pragma once

#include <string>
#include <vector>

#include "common/render/column.h"
#include "common/sys/output.h"
#include "ping/options.h"
#include "ping/rtt.h"
#include "ping/scope_names.h"
#include "ping/sweep_icmp_text.h"
#include "ping/sweep_progress.h"
#include "ping/sweep_targets.h"

namespace nd::ping {

// What was measured of one host with -c.
struct SweepTally {
  unsigned sent = 0;
  unsigned received = 0;
  std::chrono::nanoseconds min{0};
  std::chrono::nanoseconds max{0};
  std::chrono::nanoseconds sum{0};
  std::chrono::nanoseconds resolution{0};  // the longest that a probe waited for its next hop's address

  void add(const Rtt& rtt);
};

// Whether what a sweep prints holds round-trip times: those that nobody gets to see need not be taken.
bool shows_times(const Options& options);

struct SweepResult {
  const IpAddress& address;
  const std::string& name;  // empty: a plain address
  bool alive = false;
  SweepTally tally;
  std::string_view reason;                 // of one that is not alive: "timeout" or what an error said
  const IpAddress* reason_from = nullptr;  // who said it, where that was an ICMP error
};

class SweepReport {
 public:
  SweepReport(OutputBuffer& out, const Options& options, ScopeNames scopes);
  void host(const SweepResult& result);
  // At once, on standard error; what is no target in JSON too.
  void unknown(const UnknownTarget& target);
  void cause(const SweepCause& cause, const IpAddress& target);
  void send_failure(const IpAddress& target, int error);
  // `not_asked`: targets that an interrupted sweep did not come to.
  void end(const SweepCounts& counts, double not_asked, std::chrono::nanoseconds took);

 private:
  bool tells_causes() const { return !options_.quiet && !options_.json; }
  void put_summary(const SweepCounts& counts, double not_asked, std::chrono::nanoseconds took);
  void put_json(const SweepResult& result);
  void put_line(const SweepResult& result);
  void add_row(const SweepResult& result);

  OutputBuffer& out_;
  const Options& options_;
  ScopeNames scopes_;
  TextTable table_;
  std::vector<std::pair<IpAddress, std::vector<std::string>>> rows_;  // of the table, in the order of their answers
};

}  // namespace nd::ping
