#include "netstat/options.h"

#include <algorithm>
#include <array>

#include "common/base/number.h"
#include "common/cli/app.h"
#include "common/cli/seconds.h"
#include "common/names/users.h"
#include "common/sys/output.h"
#include "netstat/arguments.h"
#include "netstat/column_check.h"
#include "netstat/report_columns.h"
#include "netstat/socket_columns.h"

namespace nd::netstat {
namespace {

constexpr int kUsageStatus = 3;

struct FamilyName {
  std::string_view alias;
  std::string_view name;
};
constexpr std::array kFamilyNames = {
    FamilyName{"inet", "inet"},           FamilyName{"ip", "inet"},   FamilyName{"tcpip", "inet"},
    FamilyName{"inet6", "inet6"},         FamilyName{"ip6", "inet6"}, FamilyName{"unix", "unix"},
    FamilyName{"ax25", "ax25"},           FamilyName{"x25", "x25"},   FamilyName{"ipx", "ipx"},
    FamilyName{"appletalk", "ddp"},       FamilyName{"ddp", "ddp"},   FamilyName{"netrom", "netrom"},
    FamilyName{"rose", "rose"},           FamilyName{"econet", "ec"}, FamilyName{"ash", "ash"},
    FamilyName{"bluetooth", "bluetooth"},
};

// Routes are shown for each family as often as it is named.
void add_family(Options& options, std::string name) { options.families.push_back(std::move(name)); }

void declare_sockets(cli::CommandLine& line, Options& options) {
  line.flag("-t,--tcp", options.tcp, "TCP sockets");
  line.flag("-u,--udp", options.udp, "UDP sockets");
  line.flag("-U,--udplite", options.udplite, "UDP-Lite sockets");
  line.flag("-S,--sctp", options.sctp, "SCTP sockets");
  line.flag("-w,--raw", options.raw, "Raw sockets");
  line.flag("-2,--l2cap", options.l2cap, "Bluetooth L2CAP sockets");
  line.flag("-f,--rfcomm", options.rfcomm, "Bluetooth RFCOMM sockets");
  line.flag("-a,--all", options.all, "Servers and connections");
  line.flag("-l,--listening", options.listening, "Servers only");
}

Status add_listed_families(Options& options, const std::string& list) {
  std::size_t start = 0;
  while (start <= list.size()) {
    const std::size_t end = std::min(list.find(',', start), list.size());
    auto name = family_called(list.substr(start, end - start));
    if (!name) return tl::unexpected(std::move(name.error()));
    add_family(options, *std::move(name));
    start = end + 1;
  }
  return {};
}

// Families count in the order they are given in, so each is taken when it is met.
void declare_families(cli::CommandLine& line, Options& options, Status& status) {
  const auto family = [&](const std::string& flags, const std::string& name, const std::string& help) {
    line.flag(
        flags, [&options, name] { add_family(options, name); }, help);
  };
  family("-x,--unix", "unix", "Unix domain sockets");
  family("-4,--inet,--ip", "inet", "IPv4");
  line.flag(
      "--tcpip", [] {}, "Accepted, no effect: the family is -A tcpip");
  family("-6,--inet6", "inet6", "IPv6");
  family("--ax25", "ax25", "AX.25, where the kernel has it");
  family("--x25", "x25", "X.25, where the kernel has it");
  family("--ipx", "ipx", "IPX, where the kernel has it");
  family("--ddp,--appletalk", "ddp", "AppleTalk, where the kernel has it");
  family("--netrom", "netrom", "NET/ROM, where the kernel has it");
  family("--rose", "rose", "ROSE, where the kernel has it");
  family("--bluetooth", "bluetooth", "Bluetooth (not supported)");
  line.value(
      "-A,--protocol",
      [&](const std::string& list) {
        if (status) status = add_listed_families(options, list);
      },
      "LIST", "Address families, with commas between them");
}

void declare_reports(cli::CommandLine& line, Options& options) {
  line.flag("-r,--route", options.routes, "The routing table");
  line.flag("-i,--interfaces", options.interfaces, "Interfaces and their counters");
  line.flag("-g,--groups", options.groups, "Multicast groups");
  line.flag("-s,--statistics", options.statistics, "Protocol counters");
  line.flag("-M,--masquerade", options.masquerade, "Masqueraded connections, where the kernel lists them");
  line.flag("-F,--fib", options.route_fib, "With -r: the forwarding table (the default)");
  line.flag("-C,--cache", options.route_cache, "With -r: the routing cache");
}

void declare_style(cli::CommandLine& line, Options& options) {
  line.flag(
      "-n,--numeric", [&options] { options.numeric_hosts = options.numeric_ports = options.numeric_users = true; },
      "Numbers instead of names");
  line.flag("--numeric-hosts", options.numeric_hosts, "Addresses instead of host names");
  line.flag("--numeric-ports", options.numeric_ports, "Numbers instead of port names");
  line.flag("--numeric-users", options.numeric_users, "Numbers instead of user names");
  line.flag("-N,--symbolic", options.symbolic, "Numbers instead of names of routes");
  line.flag("-e,--extend", options.extend, "More: user and inode of sockets, other columns of routes");
  line.flag("-p,--programs", options.programs, "The process that holds each socket");
  line.flag("-o,--timers", options.timers, "Timers of sockets");
  line.flag("-W,--wide", options.wide, "Do not cut addresses");
  line.flag("-c,--continuous", options.continuous, "Again each second");
  line.flag("-v,--verbose", options.verbose, "Tell what the kernel does not have");
  line.flag("-Z,--context", options.context, "SELinux contexts, where SELinux is enabled");
  line.flag(
      "-d", [] {}, "Accepted, no effect");
}

// Options whose text must be understood; the first that is not is told once all are read.
void declare_filters(cli::CommandLine& line, Options& options, Status& status) {
  const auto option = [&](const std::string& flag, const std::string& value, const std::string& help, auto take) {
    line.value(
        flag,
        [&status, take](const std::string& text) {
          if (status) status = take(text);
        },
        value, help);
  };
  Filter& filter = options.filter;
  option("--state", "LIST", "Only sockets in these TCP states", [&](const std::string& text) -> Status {
    auto states = parse_states(text);
    if (!states) return tl::unexpected(std::move(states.error()));
    filter.states = *std::move(states);
    return {};
  });
  option("--port", "PORT", "Only sockets with this port at either end", [&](const std::string& text) -> Status {
    filter.port = parse_number<std::uint16_t>(text);
    if (!filter.port) return input_failure("--port " + text, "not a port", "0 to 65535");
    return {};
  });
  const auto pattern = [](std::optional<EndpointPattern>& into) {
    return [&into](const std::string& text) -> Status {
      auto parsed = parse_endpoint_pattern(text);
      if (!parsed) return tl::unexpected(std::move(parsed.error()));
      into = *parsed;
      return {};
    };
  };
  option("--local", "ADDRESS", "Only sockets bound to ADDRESS[/LENGTH][:PORT]", pattern(filter.local));
  option("--remote", "ADDRESS", "Only sockets whose other end is ADDRESS[/LENGTH][:PORT]", pattern(filter.remote));
  option("--user", "USER", "Only sockets of this user", [&](const std::string& text) -> Status {
    filter.uid = find_uid(text);
    if (!filter.uid) return input_failure("--user " + text, "unknown user");
    return {};
  });
  line.value("--process", filter.process, "PROCESS", "Only sockets that this pid or program holds");
  line.flag("--fail-if-none", options.fail_if_none, "Exit status 1 when no socket is listed");
}

void declare_additions(cli::CommandLine& line, Options& options, Status& status) {
  line.flag("--json", options.json, "JSON Lines instead of text");
  line.list("--columns", options.columns, "LIST", "These columns, with commas between them");
  line.value("--sort", options.sort, "COLUMN", "Sort by this column, descending after a '-'");
  line.flag("--summary", options.summary, "Count IP sockets by state, process, other end and listener");
  line.value(
      "--watch",
      [&](const std::string& text) {
        options.watch = cli::seconds_in(text);
        if (status && !options.watch) status = input_failure("--watch " + text, "not a time", "seconds, 0.01 to 86400");
      },
      "SECONDS", "Again and again, with marks at what came and went, and rates of counters");
  line.flag("--changed", options.changed, "With --watch: only what changed");
  line.flag("--health", options.health, "Say what is wrong, by which figure");
  line.flag("--peers", options.peers, "The process at the other end of Unix sockets and of TCP on this machine");
  line.flag("--tcp-info", options.tcp_info, "What TCP knows of each connection");
  line.value(
      "--source",
      [&](const std::string& source) {
        if (source == "diag") options.source = Source::kDiag;
        if (status && source != "diag" && source != "proc") {
          status = input_failure("--source " + source, "unknown source", "proc or diag");
        }
      },
      "SOURCE", "Read sockets from /proc/net (proc) or by netlink (diag)");
  line.value("--netns", options.network_namespace, "NETNS|all",
             "Another network namespace: a name, a pid or a path; or all");
  line.value("--proc", options.proc, "DIR", "Read this tree instead of /proc: a fixture or a saved copy");
}

// A column that only a walk of /proc or sock_diag can fill asks for it.
void ask_for_what_columns_need(Options& options) {
  if (options.peers) options.programs = true;
  std::vector<std::string> ids = options.columns;
  ids.emplace_back(SortKey(options.sort).id);
  for (const std::string& id : ids) {
    if (id == "pid" || id == "fd" || id == "program" || id == "command" || id == "no_owner") options.programs = true;
    for (const SocketColumn& column : tcp_columns()) {
      if (column.id == id) options.tcp_info = true;
    }
  }
}

// What each option says by itself, but not beside the others.
Status check_together(const Options& options) {
  if (options.changed && !options.watch) return input_failure("--changed", "goes with --watch");
  if (options.interfaces + options.routes + options.masquerade + options.statistics > 1) {
    return input_failure("-i -r -M -s", "only one of these reports at a time", "try --help");
  }
  return check_columns(options);
}

Parsed failed(const Error& error, int status) {
  complain(kTool, error.message());
  return {{}, status};
}

}  // namespace

bool Options::has_family(std::string_view name) const {
  return std::find(families.begin(), families.end(), name) != families.end();
}

Result<std::string> family_called(const std::string& name) {
  for (const FamilyName& family : kFamilyNames) {
    if (family.alias == name) return std::string(family.name);
  }
  return input_failure("-A " + name, "Unknown address family");
}

Parsed parse_options(int argc, char** argv) {
  auto arguments = complete_names(cli::arguments_of(argc, argv));
  if (!arguments) return failed(arguments.error(), kUsageStatus);

  Parsed parsed;
  Options& options = parsed.options;
  Status families, additions;
  std::vector<std::string> operands;
  bool version = false;
  cli::CommandLine line{"Show sockets, routes, interfaces and protocol counters.", std::string(kTool)};
  declare_sockets(line, options);
  declare_families(line, options, families);
  declare_reports(line, options);
  declare_style(line, options);
  declare_filters(line, options, additions);
  declare_additions(line, options, additions);
  line.group("");
  line.operands("operands", operands, "", "Ignored, as netstat does");
  line.group("Options");
  line.flag("-V", version, "The same as --version");
  line.refuse_empty_values({"-A"});  // netstat has words of its own for an unknown family

  const cli::Conventions conventions{.usage_status = kUsageStatus, .version = "mynetstat " ND_VERSION "\n"};
  parsed.status = cli::parse(line, *std::move(arguments), conventions);
  if (parsed.status) return parsed;
  if (!families) return failed(families.error(), 1);
  if (!additions) return failed(additions.error(), kUsageStatus);
  if (version) {
    parsed.status = cli::print(kTool, conventions.version);
    return parsed;
  }
  if (const Status fits = check_together(options); !fits) return failed(fits.error(), kUsageStatus);
  ask_for_what_columns_need(options);
  if (options.routes && options.symbolic) options.numeric_hosts = true;  // as netstat has it
  return parsed;
}

}  // namespace nd::netstat
