// Why a host does not answer, as one line: a pure judgement of what the kernel's tables, the socket and the network
// said. What is nearest is looked at first: this host, its link, the next hop, then whoever reported an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ping/path.h"
#include "ping/session.h"
#include "ping/trace.h"

namespace nd::ping {

struct SeenIcmpError {
  IpAddress from;
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  std::uint32_t info = 0;
  std::uint64_t count = 0;
};

// What the run brought besides replies.
struct Findings {
  SessionCounts counts;
  std::vector<SeenIcmpError> icmp_errors;  // one entry a kind and sender
  int send_error = 0;                      // errno of the last send that failed
  std::uint32_t mtu = 0;                   // that the kernel named with EMSGSIZE
  bool default_ttl = true;                 // a time to live that only a loop uses up
  std::optional<bool> loop;                // the largest time to live was used up too
  std::vector<Hop> hops;                   // of --trace
  std::vector<Mac> macs;                   // that answer ARP for the target
  bool reverse_path_filtered = false;      // the kernel threw away what came in while a probe was answered
  std::string reply_device;                // that replies came in through, where probes leave through another
  std::optional<double> answers_a_second;  // that a limiter lets through
  bool must_not_fragment = false;          // -M do
  std::size_t packet_size = 0;             // with the IP header
  bool small_answered = false;             // a probe of minimum size came back where the real ones did not
};

struct Verdict {
  std::string_view code;  // stable, for scripts: "host_unresolved", "filtered" …
  std::string text;
  bool operator==(const Verdict&) const = default;
};

// nullopt when there is nothing to explain: replies came.
std::optional<Verdict> judge(const PathEvidence& path, const Findings& findings);

// What is odd about a run with replies; nullopt when nothing is.
std::optional<Verdict> judge_answered(const PathEvidence& path, const Findings& findings);

// Whether every stretch of `answers` (the oldest first) holds as many as any other of its length, give or take one, and
// some are missing: so a limiter thins out, and chance does not. The answers a probe then.
std::optional<double> steady_share(const std::vector<bool>& answers);

// "REACHABLE", "INCOMPLETE" … (NUD_*, linux/neighbour.h); "none" for 0.
std::string_view neighbour_state_name(std::uint16_t state);

}  // namespace nd::ping
