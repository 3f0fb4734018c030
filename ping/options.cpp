// The only place that knows the flags: CLI11 gathers texts, interpret() gives them their meaning.
#include "ping/options.h"

#include <cstdlib>
#include <limits>

#include "common/cli/app.h"
#include "common/cli/cli11.h"
#include "common/cli/short_options.h"
#include "common/sys/output.h"
#include "ping/option_values.h"

namespace nd::ping {

namespace {

struct RawOptions {
  bool ipv4 = false, ipv6 = false;
  std::string count, interval, preload, deadline, linger;
  std::string size, pattern, ttl, tos, flow_label, ident, mtu_discovery, timestamps, node_information;
  std::string mark, send_buffer, rate, retries, backoff;
  bool unix_time = false;
  Options direct;  // what needs no interpretation
  std::vector<std::string> targets;
};

constexpr int kUsage = 2;
constexpr int kNoDestination = 1;
constexpr std::int64_t kIntMax = std::numeric_limits<int>::max();

void last_wins(CLI::App& app, const std::string& name, std::string& text, const std::string& what,
               const std::string& type) {
  app.add_option(name, text, what)->type_name(type)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void declare_pace(CLI::App& app, RawOptions& raw) {
  last_wins(app, "-c", raw.count, "Stop after this many replies", "COUNT");
  last_wins(app, "-i", raw.interval, "Seconds between probes, 1 by default", "SECONDS");
  last_wins(app, "-w", raw.deadline, "End after this many seconds", "SECONDS");
  last_wins(app, "-W", raw.linger, "Seconds to wait for a reply, 10 by default, 0 for ever", "SECONDS");
  last_wins(app, "-l", raw.preload, "Send this many probes at once", "COUNT");
  app.add_flag("-A", raw.direct.adaptive, "Send the next probe when the reply has come");
  app.add_flag("-f", raw.direct.flood, "Flood: a dot for each probe, a backspace for each reply");
}

void declare_probe(CLI::App& app, RawOptions& raw) {
  last_wins(app, "-s", raw.size, "Bytes of data in a probe, 56 by default", "BYTES");
  last_wins(app, "-p", raw.pattern, "Fill probes with these bytes", "HEX");
  last_wins(app, "-t", raw.ttl, "Time to live", "TTL");
  last_wins(app, "-Q", raw.tos, "Type of service, traffic class", "TOS");
  last_wins(app, "-F", raw.flow_label, "IPv6 flow label, decimal or 0xHEX; 0: a random one", "LABEL");
  last_wins(app, "-e", raw.ident, "Identifier of the probes", "ID");
  last_wins(app, "-M", raw.mtu_discovery, "Path MTU discovery: do, want or dont", "MODE");
  app.add_flag("-R", raw.direct.record_route, "Record the route (IPv4)");
  last_wins(app, "-T", raw.timestamps, "IP timestamps: tsonly, tsandaddr or tsprespec", "KIND");
  last_wins(app, "-N", raw.node_information, "Node information queries are not supported", "QUERY");
}

void declare_way(CLI::App& app, RawOptions& raw) {
  app.add_flag("-4", raw.ipv4, "IPv4 only");
  app.add_flag("-6", raw.ipv6, "IPv6 only");
  app.add_option("-I", raw.direct.bind_to, "Source address or device; may be repeated")
      ->type_name("INTERFACE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->expected(1)
      ->allow_extra_args(false);
  last_wins(app, "-m", raw.mark, "Mark the packets", "MARK");
  last_wins(app, "-S", raw.send_buffer, "Size of the socket's send buffer", "BYTES");
  app.add_flag("-b", raw.direct.broadcast, "Allow a broadcast address");
  app.add_flag("-B", raw.direct.sticky_source, "Keep the source address of the first probe");
  app.add_flag("-C", raw.direct.connect, "Connect the socket");
  app.add_flag("-d", raw.direct.debug, "Set SO_DEBUG on the socket");
  app.add_flag("-L", raw.direct.no_multicast_loop, "No loopback of multicast packets");
  app.add_flag("-r", raw.direct.dont_route, "Bypass the routing tables");
  last_wins(app, "--netns", raw.direct.netns, "Work in this network namespace", "NAME|PID|PATH");
}

void declare_output(CLI::App& app, RawOptions& raw) {
  app.add_flag("-a", raw.direct.audible, "Ring the bell with each reply");
  app.add_flag("-D", raw.unix_time, "Print the time before each line");
  app.add_flag("-n", raw.direct.numeric, "No names of addresses");
  app.add_flag("-O", raw.direct.outstanding, "Report a probe without an answer before the next is sent");
  app.add_flag("-q", raw.direct.quiet, "Only the first and the last lines");
  app.add_flag("-U", raw.direct.user_latency, "Measure up to this program instead of the kernel's receive stamp");
  app.add_flag("-v", raw.direct.verbose, "Say more");
  app.add_flag("-V", raw.direct.show_version, "Show the version");
  app.add_flag("-h", raw.direct.show_help, "Show this help on standard error");
  app.add_flag("--explain", raw.direct.explain, "Show the path: route, device, source, next hop and its MAC");
  app.add_flag("--json", raw.direct.json, "One JSON object a line");
}

void declare_sweep(CLI::App& app, RawOptions& raw) {
  app.add_flag("--sweep", raw.direct.sweep, "Ask many hosts: names, addresses, prefixes and ranges");
  last_wins(app, "--file", raw.direct.sweep_file, "Sweep the targets of this file too, - for standard input", "FILE");
  last_wins(app, "--rate", raw.rate, "Packets a second of a sweep, 100 by default, 0 for no limit", "RATE");
  last_wins(app, "--retries", raw.retries, "Further probes to a silent host of a sweep, 3 by default", "COUNT");
  last_wins(app, "--backoff", raw.backoff, "Each wait of a sweep is this many times the last, 1.5 by default",
            "FACTOR");
  app.add_flag("--alive", raw.direct.only_alive, "List only hosts that answer");
  app.add_flag("--unreachable", raw.direct.only_unreachable, "List only hosts that do not answer");
}

// Assigns a parsed value, or keeps the first refusal.
class Interpreter {
 public:
  template <typename T, typename U>
  void set(T& into, Value<U> value) {
    if (value) {
      into = static_cast<T>(std::move(*value));
    } else if (!refusal_) {
      refusal_ = std::move(value.error());
    }
  }
  template <typename T, typename U>
  void set(std::optional<T>& into, Value<U> value) {
    T plain{};
    set(plain, std::move(value));
    into = std::move(plain);
  }
  void refuse(std::string message, int status = kUsage) {
    if (!refusal_) refusal_ = Refusal{status, std::move(message)};
  }
  const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  std::optional<Refusal> refusal_;
};

void interpret_pace(const CLI::App& app, const RawOptions& raw, Options& options, Interpreter& in) {
  const auto given = [&](const char* name) { return app.count(name) > 0; };
  if (given("-c")) in.set(options.count, whole_number(raw.count, 1, std::numeric_limits<std::int64_t>::max()));
  if (given("-i")) in.set(options.interval, seconds(raw.interval, "bad timing interval"));
  if (given("-l")) in.set(options.preload, whole_number(raw.preload, 1, 65536));
  if (given("-W")) in.set(options.linger, seconds(raw.linger, "bad linger time"));
  std::int64_t deadline = 0;
  if (given("-w")) in.set(deadline, whole_number(raw.deadline, 0, kIntMax));
  options.deadline = std::chrono::seconds(deadline);
}

void interpret_probe(const CLI::App& app, const RawOptions& raw, Options& options, Interpreter& in) {
  const auto given = [&](const char* name) { return app.count(name) > 0; };
  if (given("-s")) in.set(options.size, whole_number(raw.size, 0, kIntMax));
  if (given("-p")) in.set(options.pattern, pattern(raw.pattern));
  if (given("-t")) in.set(options.ttl, whole_number(raw.ttl, 0, 255));
  if (given("-Q")) in.set(options.tos, type_of_service(raw.tos));
  if (given("-F")) in.set(options.flow_label, flow_label(raw.flow_label));
  if (given("-e")) in.set(options.ident, whole_number(raw.ident, 0, 65535));
  if (given("-M")) in.set(options.mtu_discovery, mtu_discovery(raw.mtu_discovery));
  if (given("-T")) in.set(options.timestamps, ip_timestamps(raw.timestamps));
  if (given("-N")) in.refuse("-N: node information queries (RFC 4620) are not supported");
  if (options.record_route && options.timestamps != IpTimestamps::kNone) in.refuse("only one of -T or -R may be used");
}

void interpret_sweep(const CLI::App& app, const RawOptions& raw, Options& options, Interpreter& in) {
  const auto given = [&](const char* name) { return app.count(name) > 0; };
  if (given("--rate")) in.set(options.rate, real(raw.rate, 0, 1e9, "bad rate"));
  if (given("--retries")) in.set(options.retries, whole_number(raw.retries, 0, 1000));
  if (given("--backoff")) in.set(options.backoff, real(raw.backoff, 1, 100, "bad backoff"));
  options.linger_given = given("-W");
  options.sweep |= given("--file");
}

void interpret_targets(const RawOptions& raw, Options& options, Interpreter& in) {
  if (options.sweep) {
    options.sweep_targets = raw.targets;
    if (!raw.targets.empty() || !options.sweep_file.empty()) return;
  }
  if (raw.targets.empty()) return in.refuse("usage error: Destination address required", kNoDestination);
  options.target = raw.targets.back();
  options.hops.assign(raw.targets.begin(), raw.targets.end() - 1);
}

tl::expected<Options, Refusal> interpret(const CLI::App& app, const RawOptions& raw) {
  Options options = raw.direct;
  Interpreter in;
  if (raw.ipv4 && raw.ipv6) in.refuse("only one -4 or -6 option may be specified");
  if (raw.ipv4) options.family = Family::kIpv4;
  if (raw.ipv6) options.family = Family::kIpv6;
  if (raw.unix_time) options.line_time = LineTime::kUnix;
  interpret_pace(app, raw, options, in);
  interpret_probe(app, raw, options, in);
  interpret_sweep(app, raw, options, in);
  if (app.count("-m") > 0) in.set(options.mark, whole_number(raw.mark, 0, std::numeric_limits<std::uint32_t>::max()));
  if (app.count("-S") > 0) in.set(options.send_buffer, whole_number(raw.send_buffer, 1, kIntMax));
  if (!options.show_help && !options.show_version) interpret_targets(raw, options, in);
  if (in.refusal()) return tl::unexpected(*in.refusal());
  return options;
}

void declare(CLI::App& app, RawOptions& raw) {
  app.set_help_flag();  // -h is ours, see show_help
  app.add_option("destination", raw.targets, "Name or address of the host")->type_name("HOST");
  declare_pace(app, raw);
  declare_probe(app, raw);
  declare_way(app, raw);
  declare_output(app, raw);
  declare_sweep(app, raw);
}

constexpr char kDescription[] =
    "Ask a host for an echo, measure the way there and back, and say why it does not answer.";

}  // namespace

tl::expected<Options, Refusal> parse_options(const std::vector<std::string>& arguments) {
  CLI::App app{kDescription, "myping"};
  RawOptions raw;
  declare(app, raw);
  auto tokens = cli::split_short_options(app, arguments);
  if (!tokens) return tl::unexpected(Refusal{kUsage, tokens.error().message() + " (try --help)"});
  const cli::Conventions conventions{.usage_status = kUsage, .version = "myping " ND_VERSION "\n", .short_help = false};
  if (const auto status = cli::parse(app, std::move(*tokens), conventions)) return tl::unexpected(Refusal{*status, {}});
  return interpret(app, raw);
}

std::string help_text() {
  CLI::App app{kDescription, "myping"};
  RawOptions raw;
  declare(app, raw);
  return app.help();
}

}  // namespace nd::ping
