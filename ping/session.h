// A conversation of echo requests and replies as a pure state machine: given the time and what came, it says what to
// send and what a reply means. It owns no socket and reads no clock; the Pinger drives it, tests step through it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ping/rtt.h"
#include "ping/rtt_distribution.h"

namespace nd::ping {

struct SessionSettings {
  std::optional<std::uint64_t> count{};
  std::chrono::nanoseconds interval = std::chrono::seconds(1);  // zero: as replies come, at least 100 a second
  std::chrono::nanoseconds deadline{0};                         // zero: none
  std::chrono::nanoseconds linger = std::chrono::seconds(10);   // zero: for ever
  unsigned preload = 1;
  bool adaptive = false;
  std::chrono::nanoseconds least_interval{0};  // of the adaptive pace
  bool announce_losses = false;                // see next_loss()
  std::chrono::nanoseconds loss_after{0};      // without an answer for so long a probe is lost; zero: at the end only
  bool distribution = false;                   // gather percentiles and jitter too
  bool until_up = false;                       // the first reply ends it, and no error does
  std::uint64_t fail_after = 0;                // so many probes without an answer in a row end it; 0: none do
  bool errors_end = true;                      // an ICMP error ends a run with a deadline, as with the peer
};

struct Step {
  enum class What : std::uint8_t { kSend, kWait, kFinish };
  What what;
  MonotonicTime until{};  // of kWait; MonotonicTime::max(): until something comes
};

// What a datagram claims, checked as far as its own bytes go.
struct EchoClaim {
  std::uint16_t sequence = 0;
  bool checksum_ok = true;
  bool cookie_ok = true;  // the payload begins with what this run put there
  bool source_ok = true;  // from the host that was asked
};

enum class ReplyKind : std::uint8_t { kCounted, kDuplicate, kBadChecksum, kWrongCookie, kWrongSource, kNotSent };

struct ReplyVerdict {
  ReplyKind kind;
  std::uint64_t index = 0;  // of the probe, from 1; of kNotSent: the sequence number
  std::optional<Rtt> rtt;   // of counted and duplicate ones
};

struct SessionCounts {
  std::uint64_t transmitted = 0;
  std::uint64_t received = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t corrupted = 0;  // bad checksum or wrong cookie
  std::uint64_t errors = 0;     // ICMP errors about our probes, and local ones
  std::uint64_t strangers = 0;  // from another host, or for a number that was never sent
  std::uint64_t pipe = 0;       // most probes under way when one was answered or failed
};

class EchoSession {
 public:
  EchoSession(const SessionSettings& settings, MonotonicTime start);

  // What to do now. Call again after every event and when kWait's time is over.
  Step next(MonotonicTime now);
  void interrupt() { interrupted_ = true; }
  // All that was asked for has come: what else waits in the socket is not looked at.
  bool complete() const;

  // The probe to send next: its number from 1, on the wire modulo 65536.
  std::uint64_t next_index() const { return counts_.transmitted + 1; }
  // It left, or counts as sent although the kernel refused it (iputils' accounting of hard errors).
  void sent(const Departure& departure);
  void send_failed(MonotonicTime now);
  // The refused probe brought an ICMP error to light: it does not count and goes out again soon.
  void postpone(MonotonicTime now);
  // The kernel's stamp of probe `index`.
  void stamped(std::uint64_t index, WallTime transmitted, std::chrono::nanoseconds hardware = {});

  ReplyVerdict on_reply(const EchoClaim& claim, const Return& arrival);
  // An ICMP error about the probe with this sequence number; its index.
  std::uint64_t on_error(std::uint16_t sequence);
  // An error of this host that no probe can be named for.
  void on_local_error() { ++counts_.errors; }

  // With announce_losses: the next probe that is unanswered after `loss_after`, or at all once `final`.
  std::optional<std::uint64_t> next_loss(MonotonicTime now, bool final);

  bool answered(std::uint64_t index) const;
  std::uint64_t in_flight() const;
  // Probes that failed, or that next_loss() told and no late reply made good.
  std::uint64_t lost_so_far() const { return lost_; }
  // Whether the latest probe of which that is known was answered.
  std::optional<bool> up() const { return up_; }
  // Answered or not, for the latest probes, the oldest first.
  std::vector<bool> answers(std::size_t most) const;
  const SessionCounts& counts() const { return counts_; }
  const RttSummary& rtts() const { return rtts_; }
  const RttDistribution& distribution() const { return distribution_; }
  std::chrono::nanoseconds interval() const { return interval_; }
  // From the first probe to the last.
  std::chrono::nanoseconds span() const { return last_sent_ - start_; }
  // 0: answered (with -c and -w: all of them); 1: not.
  int exit_status() const;

 private:
  struct Probe {
    Departure departure;
    bool answered = false;
    bool failed = false;
    bool lost = false;
  };
  static constexpr std::size_t kRemembered = 65536;  // sequence numbers come again after that many

  Step wait_for_replies(MonotonicTime now);
  MonotonicTime due() const;
  MonotonicTime next_loss_time() const;
  void schedule_after(MonotonicTime now);
  void acknowledge(std::uint64_t index);
  void lose(std::uint64_t index, Probe& probe);
  void adapt();
  Probe* find(std::uint64_t index);
  const Probe* find(std::uint64_t index) const;
  // The latest probe with this number on the wire; 0 when none was sent.
  std::uint64_t index_of(std::uint16_t sequence) const;

  SessionSettings settings_;
  std::chrono::nanoseconds interval_;
  MonotonicTime start_;
  MonotonicTime due_;
  MonotonicTime last_sent_;
  std::optional<MonotonicTime> exit_at_;
  bool interrupted_ = false;
  std::uint64_t acknowledged_ = 0;
  std::uint64_t loss_cursor_ = 1;
  std::uint64_t last_answered_ = 0;
  std::uint64_t lost_ = 0;
  std::uint64_t failures_in_row_ = 0;
  std::optional<bool> up_;
  std::vector<Probe> probes_;
  SessionCounts counts_;
  RttSummary rtts_;
  RttDistribution distribution_;
};

}  // namespace nd::ping
