#include "netstat/options.h"

#include <algorithm>
#include <array>

#include "common/cli/app.h"
#include "common/sys/output.h"
#include "netstat/arguments.h"

namespace nd::netstat {
namespace {

constexpr std::string_view kTool = "mynetstat";
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

void add_family(Options& options, std::string name) {
  if (!options.has_family(name)) options.families.push_back(std::move(name));
}

void declare_sockets(CLI::App& app, Options& options) {
  app.add_flag("-t,--tcp", options.tcp, "TCP sockets");
  app.add_flag("-u,--udp", options.udp, "UDP sockets");
  app.add_flag("-U,--udplite", options.udplite, "UDP-Lite sockets");
  app.add_flag("-S,--sctp", options.sctp, "SCTP sockets");
  app.add_flag("-w,--raw", options.raw, "Raw sockets");
  app.add_flag("-2,--l2cap", options.l2cap, "Bluetooth L2CAP sockets");
  app.add_flag("-f,--rfcomm", options.rfcomm, "Bluetooth RFCOMM sockets");
  app.add_flag("-a,--all", options.all, "Servers and connections");
  app.add_flag("-l,--listening", options.listening, "Servers only");
}

// Families count in the order they are given in, so each is taken when it is met.
void declare_families(CLI::App& app, Options& options) {
  const auto family = [&](const std::string& flags, const std::string& name, const std::string& help) {
    app.add_flag_function(
           flags, [&options, name](std::int64_t) { add_family(options, name); }, help)
        ->trigger_on_parse();
  };
  family("-x,--unix", "unix", "Unix domain sockets");
  family("-4,--inet,--ip,--tcpip", "inet", "IPv4");
  family("-6,--inet6", "inet6", "IPv6");
  family("--ax25", "ax25", "AX.25, where the kernel has it");
  family("--x25", "x25", "X.25, where the kernel has it");
  family("--ipx", "ipx", "IPX, where the kernel has it");
  family("--ddp,--appletalk", "ddp", "AppleTalk, where the kernel has it");
  family("--netrom", "netrom", "NET/ROM, where the kernel has it");
  family("--rose", "rose", "ROSE, where the kernel has it");
  family("--bluetooth", "bluetooth", "Bluetooth (not supported)");
}

void declare_reports(CLI::App& app, Options& options) {
  app.add_flag("-r,--route", options.routes, "The routing table");
  app.add_flag("-i,--interfaces", options.interfaces, "Interfaces and their counters");
  app.add_flag("-g,--groups", options.groups, "Multicast groups");
  app.add_flag("-s,--statistics", options.statistics, "Protocol counters");
  app.add_flag("-M,--masquerade", options.masquerade, "Masqueraded connections, where the kernel lists them");
  app.add_flag("-F,--fib", options.route_fib, "With -r: the forwarding table (the default)");
  app.add_flag("-C,--cache", options.route_cache, "With -r: the routing cache");
}

void declare_style(CLI::App& app, Options& options) {
  app.add_flag_function(
      "-n,--numeric",
      [&options](std::int64_t) { options.numeric_hosts = options.numeric_ports = options.numeric_users = true; },
      "Numbers instead of names");
  app.add_flag("--numeric-hosts", options.numeric_hosts, "Addresses instead of host names");
  app.add_flag("--numeric-ports", options.numeric_ports, "Numbers instead of port names");
  app.add_flag("--numeric-users", options.numeric_users, "Numbers instead of user names");
  app.add_flag("-N,--symbolic", options.symbolic, "Hardware names (accepted, no effect)");
  app.add_flag("-e,--extend", options.extend, "More: user and inode of sockets, other columns of routes")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_flag("-p,--programs", options.programs, "The process that holds each socket");
  app.add_flag("-o,--timers", options.timers, "Timers of sockets");
  app.add_flag("-W,--wide", options.wide, "Do not cut addresses");
  app.add_flag("-c,--continuous", options.continuous, "Again each second");
  app.add_flag("-v,--verbose", options.verbose, "Tell what the kernel does not have");
  app.add_flag("-Z,--context", options.context, "SELinux contexts, where SELinux is enabled");
  app.add_flag_function(
      "-d", [](std::int64_t) {}, "Accepted, no effect");
}

void declare_additions(CLI::App& app, Options& options) {
  app.add_flag("--json", options.json, "JSON Lines instead of text");
  app.add_option("--proc", options.proc, "Read this tree instead of /proc: a fixture or a saved copy")
      ->type_name("DIR");
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
  Status families;
  std::vector<std::string> operands;
  CLI::App app{"Show sockets, routes, interfaces and protocol counters.", std::string(kTool)};
  declare_sockets(app, options);
  declare_families(app, options);
  app.add_option_function<std::string>(
         "-A,--protocol",
         [&](const std::string& list) {
           if (families) families = add_listed_families(options, list);
         },
         "Address families, with commas between them")
      ->type_name("LIST")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->trigger_on_parse();
  declare_reports(app, options);
  declare_style(app, options);
  declare_additions(app, options);
  app.add_option("operands", operands, "Ignored, as netstat does")->group("");

  const cli::Conventions conventions{.usage_status = kUsageStatus, .version = "mynetstat " ND_VERSION "\n"};
  bool version = false;
  app.add_flag("-V", version, "The same as --version");
  parsed.status = cli::parse(app, *std::move(arguments), conventions);
  if (parsed.status) return parsed;
  if (!families) return failed(families.error(), 1);
  if (version) {
    parsed.status = write_all(1, conventions.version, "standard output") ? 0 : 1;
  } else if (options.interfaces + options.routes + options.masquerade + options.statistics > 1) {
    return failed({0, "", "-i -r -M -s", "only one of these reports at a time", "try --help"}, kUsageStatus);
  }
  return parsed;
}

}  // namespace nd::netstat
