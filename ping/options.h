// What the command line asks for, as data. Short options are those of iputils ping; what it lacks has a long name.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "common/model/address.h"

namespace nd::ping {

enum class MtuDiscovery : std::uint8_t { kDont, kWant, kDo };
enum class IpTimestamps : std::uint8_t { kNone, kOnly, kWithAddresses, kPrespecified };
enum class LineTime : std::uint8_t { kNone, kUnix, kIso };
enum class Clock : std::uint8_t { kKernel, kHardware };

struct Options {
  std::string target;
  std::vector<std::string> hops;  // iputils' loose source route, in front of the target
  Family family = Family::kNone;

  // How often and how long.
  std::optional<std::int64_t> count;
  std::optional<std::chrono::nanoseconds> interval;
  int preload = 1;
  std::chrono::seconds deadline{0};
  std::chrono::nanoseconds linger = std::chrono::seconds(10);  // zero: for ever
  bool adaptive = false;
  bool flood = false;

  // What a probe looks like.
  std::size_t size = 56;
  std::vector<std::uint8_t> pattern;
  bool pattern_given = false;  // an empty one is announced, and fills like none
  std::optional<int> ttl;
  std::optional<int> tos;
  std::optional<std::uint32_t> flow_label;
  std::optional<std::uint16_t> ident;
  std::optional<MtuDiscovery> mtu_discovery;
  bool record_route = false;
  IpTimestamps timestamps = IpTimestamps::kNone;

  // Which way it goes.
  std::vector<std::string> bind_to;  // -I: addresses and device names
  std::optional<std::uint32_t> mark;
  int send_buffer = 0;
  bool broadcast = false;
  bool sticky_source = false;
  bool connect = false;
  bool debug = false;
  bool dont_route = false;
  bool no_multicast_loop = false;
  std::string netns;

  // What is shown.
  bool audible = false;
  bool numeric = false;
  bool outstanding = false;
  bool quiet = false;
  bool user_latency = false;
  bool verbose = false;
  LineTime line_time = LineTime::kNone;
  bool explain = false;
  bool trace = false;
  Clock clock = Clock::kKernel;
  bool stats = false;
  std::chrono::nanoseconds report_every{0};  // zero: never
  bool graph = false;

  // What ends a run, and what of it is told, for whoever watches a host.
  bool until_up = false;
  std::int64_t fail_after = 0;
  bool changes = false;
  bool watches_losses() const {
    return fail_after > 0 || changes || graph || report_every > std::chrono::nanoseconds(0);
  }
  bool json = false;

  // Many hosts at once.
  bool sweep = false;
  std::vector<std::string> sweep_targets;
  std::string sweep_file;
  double rate = 100;  // packets a second, 0: no limit
  int retries = 3;
  double backoff = 1.5;
  bool only_alive = false;
  bool table = false;
  bool only_unreachable = false;
  bool linger_given = false;

  bool show_help = false;
  bool show_version = false;
};

// A request that is refused: one line for standard error, and iputils' exit status for it.
struct Refusal {
  int status;
  std::string message;
  bool no_route = false;              // the routing table says so, which is worth a closer look
  bool try_next = false;              // another address of the same name may do better
  std::string_view code = "refused";  // of the verdict that --json ends with; empty: nothing can be written any more
  bool operator==(const Refusal&) const = default;
};

// "no_permission" for EPERM and EACCES.
std::string_view refusal_code(int error);

// Arguments without the program's name. An empty message: everything was said (help, completions), leave with `status`.
// `named`: the family that the program's own name asks for.
tl::expected<Options, Refusal> parse_options(const std::vector<std::string>& arguments, Family named = Family::kNone);
// What -h prints.
std::string help_text();

}  // namespace nd::ping
