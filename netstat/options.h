// What the command line asks for. The flags are netstat's; what it lacks has a long name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "netstat/filter.h"

namespace nd::netstat {

// Where tables of sockets are taken from.
enum class Source : std::uint8_t { kProc, kDiag };

struct Options {
  // Kinds of sockets; none named: all.
  bool tcp = false, sctp = false, udp = false, udplite = false, raw = false, l2cap = false, rfcomm = false;
  // Address families in the order given, by their canonical names: "inet", "inet6", "unix", "ax25" …
  std::vector<std::string> families;

  // Reports other than sockets.
  bool routes = false, interfaces = false, groups = false, statistics = false, masquerade = false;

  bool all = false, listening = false;
  bool numeric_hosts = false, numeric_ports = false, numeric_users = false, symbolic = false;
  int extend = 0;
  bool programs = false, timers = false, wide = false, continuous = false, verbose = false, context = false;
  bool route_cache = false, route_fib = false;

  bool json = false;
  std::string proc = "/proc";  // another tree: a fixture or a saved copy

  Source source = Source::kProc;
  bool tcp_info = false;          // what TCP knows of each connection, from sock_diag
  std::string network_namespace;  // empty: ours; "all"; else what `ip netns` and setns(2) take
  Filter filter;
  bool fail_if_none = false;         // exit status 1 when no socket matches
  std::vector<std::string> columns;  // ids; empty: netstat's own layout
  std::string sort;                  // a column's id, "-" before it for descending
  bool summary = false;
  bool peers = false;
  bool health = false;
  std::optional<double> watch;  // seconds between rounds
  bool changed = false;         // with watch: only what changed

  bool all_namespaces() const { return network_namespace == "all"; }
  bool has_family(std::string_view name) const;
  bool operator==(const Options&) const = default;
};

// The options, or the exit status when the run ends with reading them (--help, an error that has been told).
struct Parsed {
  Options options;
  std::optional<int> status;
};
Parsed parse_options(int argc, char** argv);

// The canonical name of an address family ("ip" is "inet"); an unknown one is an error that names it.
Result<std::string> family_called(const std::string& name);

}  // namespace nd::netstat
