// The only place that knows the flags: the command line gathers texts, interpret() gives them their meaning.
#include "ping/options.h"

#include <cerrno>
#include <cstdlib>
#include <limits>

#include "common/cli/app.h"
#include "common/cli/help.h"
#include "common/cli/short_options.h"
#include "common/sys/output.h"
#include "ping/option_values.h"
#include "ping/version.h"

namespace nd::ping {

namespace {

struct RawOptions {
  bool ipv4 = false, ipv6 = false;
  std::string count, interval, preload, deadline, linger;
  std::string size, pattern, ttl, tos, flow_label, ident, mtu_discovery, timestamps, node_information;
  std::string mark, send_buffer, rate, retries, backoff;
  std::string report_every, fail_after, line_time, clock;
  bool unix_time = false;
  Options direct;  // what needs no interpretation
  std::vector<std::string> targets;
};

constexpr int kUsage = 2;
constexpr int kNoDestination = 1;
constexpr std::size_t kLeastSweepSize = 16, kMostSweepSize = 2040;  // what a SweepSocket sends
constexpr std::int64_t kIntMax = std::numeric_limits<int>::max();

void declare_pace(cli::CommandLine& line, RawOptions& raw) {
  line.value("-c", raw.count, "COUNT", "Stop after this many replies");
  line.value("-i", raw.interval, "SECONDS", "Seconds between probes, 1 by default");
  line.value("-w", raw.deadline, "SECONDS", "End after this many seconds");
  line.value("-W", raw.linger, "SECONDS", "Seconds to wait for a reply, 10 by default, 0 for ever");
  line.value("-l", raw.preload, "COUNT", "Send this many probes at once");
  line.flag("-A", raw.direct.adaptive, "Send the next probe when the reply has come");
  line.flag("-f", raw.direct.flood, "Flood: a dot for each probe, a backspace for each reply");
}

void declare_probe(cli::CommandLine& line, RawOptions& raw) {
  line.value("-s", raw.size, "BYTES", "Bytes of data in a probe, 56 by default");
  line.value("-p", raw.pattern, "HEX", "Fill probes with these bytes");
  line.value("-t", raw.ttl, "TTL", "Time to live");
  line.value("-Q", raw.tos, "TOS", "Type of service, traffic class");
  line.value("-F", raw.flow_label, "LABEL", "IPv6 flow label, decimal or 0xHEX; 0: a random one");
  line.value("-e", raw.ident, "ID", "Identifier of the probes");
  line.value("-M", raw.mtu_discovery, "MODE", "Path MTU discovery: do, want or dont");
  line.flag("-R", raw.direct.record_route, "Record the route (IPv4)");
  line.value("-T", raw.timestamps, "KIND", "IP timestamps: tsonly, tsandaddr or tsprespec");
  line.value("-N", raw.node_information, "QUERY", "Node information queries are not supported");
}

void declare_way(cli::CommandLine& line, RawOptions& raw) {
  line.flag("-4", raw.ipv4, "IPv4 only");
  line.flag("-6", raw.ipv6, "IPv6 only");
  line.values("-I", raw.direct.bind_to, "INTERFACE", "Source address or device; may be repeated");
  line.value("-m", raw.mark, "MARK", "Mark the packets");
  line.value("-S", raw.send_buffer, "BYTES", "Size of the socket's send buffer");
  line.flag("-b", raw.direct.broadcast, "Allow a broadcast address");
  line.flag("-B", raw.direct.sticky_source, "Keep the source address of the first probe");
  line.flag("-C", raw.direct.connect, "Connect the socket");
  line.flag("-d", raw.direct.debug, "Set SO_DEBUG on the socket");
  line.flag("-L", raw.direct.no_multicast_loop, "No loopback of multicast packets");
  line.flag("-r", raw.direct.dont_route, "Bypass the routing tables");
  line.value("--netns", raw.direct.netns, "NETNS", "Work in this network namespace: a name, a pid or a path");
}

void declare_output(cli::CommandLine& line, RawOptions& raw) {
  line.flag("-a", raw.direct.audible, "Ring the bell with each reply");
  line.flag("-D", raw.unix_time, "Print the time before each line");
  line.flag("-n", raw.direct.numeric, "No names of addresses");
  line.flag("-O", raw.direct.outstanding, "Report a probe without an answer before the next is sent");
  line.flag("-q", raw.direct.quiet, "Only the first and the last lines");
  line.flag("-U", raw.direct.user_latency, "Measure up to this program instead of the kernel's receive stamp");
  line.flag("-v", raw.direct.verbose, "Say more");
  // The first of the two counts, as with a peer that acts upon each option where it meets it.
  const auto help = [&direct = raw.direct] { direct.show_help = !direct.show_version; };
  line.flag(
      "-V", [&direct = raw.direct] { direct.show_version = !direct.show_help; }, "Show the version");
  line.flag("-h", help, "Show this help on standard error");
  line.group("");
  line.flag("-?", help, "The same");
  line.group("Options");
  line.flag("--explain", raw.direct.explain, "Show the path: route, device, source, next hop and its MAC");
  line.flag("--trace", raw.direct.trace, "Walk the way hop by hop when it is over, and show who speaks");
  line.value("--clock", raw.clock, "CLOCK", "Whose timestamps: kernel, or hardware of the device");
  line.value("--timestamps", raw.line_time, "KIND", "Print the time before each line: iso, unix or none");
  line.flag("--json", raw.direct.json, "One JSON object a line");
}

void declare_watch(cli::CommandLine& line, RawOptions& raw) {
  line.flag("--stats", raw.direct.stats, "Percentiles, jitter and a histogram after the statistics");
  line.value("--report", raw.report_every, "SECONDS", "Show the figures so far every so often");
  line.flag("--graph", raw.direct.graph, "A strip chart instead of lines");
  line.flag("--until-up", raw.direct.until_up, "End at the first reply, at no error");
  line.value("--fail-after", raw.fail_after, "COUNT", "End when so many probes in a row were not answered");
  line.flag("--changes", raw.direct.changes, "Show only when the host begins or ceases to answer");
}

void declare_sweep(cli::CommandLine& line, RawOptions& raw) {
  line.flag("--sweep", raw.direct.sweep, "Ask many hosts: names, addresses, prefixes and ranges");
  line.value("--file", raw.direct.sweep_file, "FILE", "Sweep the targets of this file too, - for standard input");
  line.value("--rate", raw.rate, "RATE", "Packets a second of a sweep, 100 by default, 0 for no limit");
  line.value("--retries", raw.retries, "COUNT", "Further probes to a silent host of a sweep, 3 by default");
  line.value("--backoff", raw.backoff, "FACTOR", "Each wait of a sweep is this many times the last, 1.5 by default");
  line.flag("--table", raw.direct.table, "One aligned table at the end of a sweep");
  line.flag("--alive", raw.direct.only_alive, "List only hosts that answer");
  line.flag("--unreachable", raw.direct.only_unreachable, "List only hosts that do not answer");
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

void interpret_pace(const cli::CommandLine& line, const RawOptions& raw, Options& options, Interpreter& in) {
  if (line.given("-c")) in.set(options.count, whole_number(raw.count, 1, std::numeric_limits<std::int64_t>::max()));
  if (line.given("-i")) in.set(options.interval, seconds(raw.interval, "bad timing interval", true));
  if (line.given("-l")) in.set(options.preload, whole_number(raw.preload, 1, 65536));
  if (line.given("-W")) in.set(options.linger, seconds(raw.linger, "bad linger time"));
  std::int64_t deadline = 0;
  if (line.given("-w")) in.set(deadline, whole_number(raw.deadline, 0, kIntMax));
  options.deadline = std::chrono::seconds(deadline);
}

void interpret_probe(const cli::CommandLine& line, const RawOptions& raw, Options& options, Interpreter& in) {
  if (line.given("-s")) in.set(options.size, whole_number(raw.size, 0, kIntMax));
  options.pattern_given = line.given("-p");
  if (options.pattern_given) in.set(options.pattern, pattern(raw.pattern));
  if (line.given("-t")) in.set(options.ttl, whole_number(raw.ttl, 0, 255));
  if (line.given("-Q")) in.set(options.tos, type_of_service(raw.tos));
  if (line.given("-F")) in.set(options.flow_label, flow_label(raw.flow_label));
  if (line.given("-e")) in.set(options.ident, whole_number(raw.ident, 0, 65535));
  if (line.given("-M")) in.set(options.mtu_discovery, mtu_discovery(raw.mtu_discovery));
  if (line.given("-T")) in.set(options.timestamps, ip_timestamps(raw.timestamps));
  if (line.given("-N")) in.refuse("-N: node information queries (RFC 4620) are not supported");
  if (options.record_route && options.timestamps != IpTimestamps::kNone) in.refuse("only one of -T or -R may be used");
}

// What a sweep has no use for is refused rather than left aside.
void refuse_beside_sweep(const cli::CommandLine& line, Interpreter& in) {
  std::string given;
  for (const char* name :
       {"-a",      "-A",       "-b",      "-B",         "-C",           "-d",       "-D",      "-e",
        "-f",      "-F",       "-l",      "-L",         "-M",           "-O",       "-p",      "-r",
        "-R",      "-S",       "-T",      "-U",         "--explain",    "--trace",  "--clock", "--timestamps",
        "--stats", "--report", "--graph", "--until-up", "--fail-after", "--changes"}) {
    if (line.given(name)) given += (given.empty() ? "" : ", ") + std::string(name);
  }
  if (!given.empty()) in.refuse("--sweep does not go with " + given);
}

void refuse_without_sweep(const cli::CommandLine& line, Interpreter& in) {
  for (const char* name : {"--rate", "--retries", "--backoff", "--table", "--alive", "--unreachable"}) {
    if (line.given(name)) in.refuse(std::string(name) + ": only with --sweep");
  }
}

void interpret_sweep(const cli::CommandLine& line, const RawOptions& raw, Options& options, Interpreter& in) {
  if (line.given("--rate")) in.set(options.rate, real(raw.rate, 0, 1e9, "bad rate"));
  if (line.given("--retries")) in.set(options.retries, whole_number(raw.retries, 0, 1000));
  if (line.given("--backoff")) in.set(options.backoff, real(raw.backoff, 1, 100, "bad backoff"));
  options.linger_given = line.given("-W");
  options.sweep |= line.given("--file");
  if (!options.sweep) return refuse_without_sweep(line, in);
  refuse_beside_sweep(line, in);
  if (options.only_alive && options.only_unreachable) in.refuse("only one of --alive or --unreachable may be used");
  const bool odd_size = line.given("-s") && (options.size < kLeastSweepSize || options.size > kMostSweepSize);
  if (odd_size) in.refuse("bad size: " + raw.size + " (16 to 2040 bytes in a sweep)");
  const bool for_ever = options.linger_given && options.linger == std::chrono::nanoseconds(0);
  if (for_ever) in.refuse("bad linger time: " + raw.linger + " (a sweep waits 0.001 seconds at least)");
}

void interpret_watch(const cli::CommandLine& line, const RawOptions& raw, Options& options, Interpreter& in) {
  if (line.given("--report")) in.set(options.report_every, seconds(raw.report_every, "bad report interval"));
  if (line.given("--fail-after")) in.set(options.fail_after, whole_number(raw.fail_after, 1, kIntMax));
  if (line.given("--timestamps")) in.set(options.line_time, line_time(raw.line_time));
  if (line.given("--clock")) in.set(options.clock, clock(raw.clock));
  const bool too_short = line.given("--report") && options.report_every < std::chrono::milliseconds(10);
  if (too_short) in.refuse("bad report interval: " + raw.report_every + " (0.01 seconds at least)");
  if (options.graph && options.json) in.refuse("only one of --graph or --json may be used");
  if (options.graph && options.flood) in.refuse("only one of --graph or -f may be used");
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

tl::expected<Options, Refusal> interpret(const cli::CommandLine& line, const RawOptions& raw) {
  Options options = raw.direct;
  Interpreter in;
  const bool v4 = raw.ipv4 || options.family == Family::kIpv4, v6 = raw.ipv6 || options.family == Family::kIpv6;
  if (v4 && v6) in.refuse("only one -4 or -6 option may be specified");
  if (raw.ipv4) options.family = Family::kIpv4;
  if (raw.ipv6) options.family = Family::kIpv6;
  if (raw.unix_time) options.line_time = LineTime::kUnix;
  interpret_pace(line, raw, options, in);
  interpret_probe(line, raw, options, in);
  interpret_sweep(line, raw, options, in);
  interpret_watch(line, raw, options, in);
  if (line.given("-m")) in.set(options.mark, whole_number(raw.mark, 0, std::numeric_limits<std::uint32_t>::max()));
  if (line.given("-S")) in.set(options.send_buffer, whole_number(raw.send_buffer, 1, kIntMax));
  if (!options.show_help && !options.show_version) interpret_targets(raw, options, in);
  if (in.refusal()) return tl::unexpected(*in.refusal());
  return options;
}

void declare(cli::CommandLine& line, RawOptions& raw) {
  line.operands("destination", raw.targets, "HOST", "Name or address of the host");
  declare_pace(line, raw);
  declare_probe(line, raw);
  declare_way(line, raw);
  declare_output(line, raw);
  declare_watch(line, raw);
  declare_sweep(line, raw);
  line.refuse_empty_values({"-c", "-i", "-w", "-W", "-l", "-s", "-p", "-t", "-Q", "-F", "-e", "-M", "-T", "-N", "-I",
                            "-m", "-S"});  // those of the peer keep its words
}

constexpr char kDescription[] =
    "Ask a host for an echo, measure the way there and back, and say why it does not answer.";

}  // namespace

std::string_view refusal_code(int error) { return error == EPERM || error == EACCES ? "no_permission" : "refused"; }

tl::expected<Options, Refusal> parse_options(const std::vector<std::string>& arguments, Family named) {
  cli::CommandLine line{kDescription, "myping"};
  RawOptions raw;
  raw.direct.family = named;
  declare(line, raw);
  auto tokens = cli::split_short_options(line, arguments);
  if (!tokens) return tl::unexpected(Refusal{kUsage, tokens.error().message() + " (try --help)"});
  const cli::Conventions conventions{
      .usage_status = kUsage, .version = kVersionLine, .version_more = sandbox_line, .short_help = false};
  if (const auto status = cli::parse(line, std::move(*tokens), conventions))
    return tl::unexpected(Refusal{*status, {}});
  return interpret(line, raw);
}

std::string help_text() {
  cli::CommandLine line{kDescription, "myping"};
  RawOptions raw;
  declare(line, raw);
  line.about("--help");
  return cli::help_text(line.description());
}

}  // namespace nd::ping
