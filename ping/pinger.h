// Couples the pure session to the world: socket, timer, signals and names on one event loop.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "common/sys/event_loop.h"
#include "common/sys/output.h"
#include "common/sys/signals.h"
#include "ping/await.h"
#include "ping/echo_packet.h"
#include "ping/echo_socket.h"
#include "ping/kernel_evidence.h"
#include "ping/owner_socket.h"
#include "ping/report.h"
#include "ping/verdict.h"

namespace nd::ping {

struct PingerSetup {
  const Options& options;
  const Target& target;
  IpAddress source;
  std::string device;
  int interface = 0;  // its index
  EchoRequest request;
  std::uint16_t ident = 0;
  std::uint32_t flow_label = 0;
  SessionSettings session;
  OwnerSocket owners{};  // to look for a second owner of the address
  KernelEvidence kernel{};
  ScopeNames scopes{};
  std::optional<PathEvidence> path{};  // gathered before the first probe, with --explain
};

class Pinger {
 public:
  Pinger(PingerSetup setup, EchoSocket socket, EventLoop& loop, OutputBuffer& out, Report& report);

  // Until all is answered, waited for or interrupted; then the summary. The exit status, or why output failed.
  Result<int> run();

 private:
  Status gather_and_shut_in();
  PathQuery path_query() const;
  Result<int> finish();
  Status watch(SignalSource& signals, Timer& timer);
  void send_probe(MonotonicTime now);
  void take_early_reply();
  Status watch_socket();
  void unwatch_socket();
  void on_send_failure(const Error& error, MonotonicTime now);
  // Reads both queues: errors and stamps first, so that a reply finds its stamp. At most `budget` datagrams.
  Drain drain(int budget);
  bool drain_errors(int& budget, unsigned* icmp_errors = nullptr);
  bool on_queued_error(const QueuedError& error);
  void on_datagram(const Received& received);
  void on_foreign(const Received& received, const IcmpDatagram& datagram);
  void on_signal(int signal);
  void on_stamp(const QueuedError& error);
  void report_losses(bool final);
  void note_change(std::uint64_t index);
  MonotonicTime report_progress(MonotonicTime until);
  Status wait(Timer& timer, MonotonicTime until);
  Status look_around();
  std::optional<Verdict> verdict();
  std::optional<Verdict> judge_replies(RtNetlink& netlink, PathEvidence& path);
  void look_closer(const PathEvidence& path);
  void ask_for_owners(const PathEvidence& path);
  bool is_reverse_path_filtered(PathProber& prober);
  void name_reply_device(const PathEvidence& path);
  void note_clock(const Rtt& rtt);
  void tell_clock() const;
  bool small_probe_answers();
  bool is_too_large_for_some() const;
  void hear_refusal();
  void resolve_gateways(RtNetlink& netlink, const PathEvidence& path);
  // See Await: for what is asked once the run is over.
  Awaited await(const std::function<bool()>& look, std::chrono::milliseconds wait);

  PingerSetup setup_;
  EchoSocket socket_;
  EventLoop& loop_;
  OutputBuffer& out_;
  Report& report_;
  SocketAddress to_;
  EchoSession session_;
  Findings findings_;
  std::uint64_t first_stamped_ = 1;  // the probe whose transmit stamp has key 0
  std::uint16_t ident_;
  unsigned signals_ = 0;   // that came
  bool awaiting_ = false;  // then the socket is read by what waits
  bool stamps_ = false;
  bool hardware_ = false;
  std::array<std::uint64_t, 4> measured_{};  // replies by RttSource
  std::chrono::nanoseconds longest_resolution_{0};
  bool fresh_ = false;                    // probes left since the socket was last asked
  std::optional<std::uint64_t> refused_;  // the probe that the kernel did not take, while its errors are read
  bool aborted_ = false;
  bool filtered_ = false;       // the socket, by identifier
  bool watched_ = false;        // the socket, by the event loop
  unsigned early_replies_ = 0;  // in a row, without a wait
  MonotonicTime next_progress_ = MonotonicTime::max();
  MonotonicTime changed_at_{};
  std::optional<bool> up_;
  int reply_interface_ = 0;  // through which the last reply came in
  bool to_many_ = false;     // the target is a broadcast address
  bool finishing_ = false;
  bool small_answered_ = false;
};

}  // namespace nd::ping
