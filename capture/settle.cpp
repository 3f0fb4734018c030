// From what was typed to what it means: numbers, names and combinations, with the peer's words for what is wrong.
#include <pcap/pcap.h>

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>

#include "capture/options.h"
#include "common/base/number.h"

namespace nd::capture {
namespace {

constexpr int kMaxSnapshot = 262144;

Failure invalid(std::string reason) { return input_failure({}, std::move(reason)); }

Status settle_numbers(Options& o) {
  const TypedOptions& typed = o.typed;
  if (!typed.left_out.empty()) return invalid(typed.left_out);
  if (!typed.count.empty()) {
    const auto count = parse_number<std::uint32_t>(typed.count);
    if (!count || *count == 0 || *count > 0x7fffffff) return invalid("invalid packet count " + typed.count);
    o.count = *count;
  }
  if (!typed.skip.empty()) {
    const auto skip = parse_number<std::uint32_t>(typed.skip);
    if (!skip) return invalid("invalid packet skip count " + typed.skip);
    o.skip = *skip;
  }
  if (!typed.sampling.empty()) {
    const auto every = parse_number<std::uint32_t>(typed.sampling);
    if (!every || *every == 0) return invalid("invalid print sampling " + typed.sampling);
    o.sampling = *every;
    o.print_too = true;
    o.print.absolute_sequence = true;  // most of each conversation is not looked at
  }
  if (!typed.snapshot.empty()) {
    const auto bytes = parse_number<int>(typed.snapshot);
    if (!bytes || *bytes < 0 || *bytes > kMaxSnapshot)
      return invalid("invalid snaplen " + typed.snapshot + " (must be >= 0 and <= 262144)");
    o.snapshot = *bytes == 0 ? kMaxSnapshot : *bytes;
  }
  if (!typed.buffer_kib.empty()) {
    const auto kib = parse_number<int>(typed.buffer_kib);
    if (!kib || *kib <= 0 || *kib > 0x7fffffff / 1024) return invalid("invalid packet buffer size " + typed.buffer_kib);
    o.buffer_kib = *kib;
  }
  return {};
}

// Seconds, also with a fraction: "90", "0.5".
std::optional<std::chrono::milliseconds> parse_seconds(const std::string& text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr double kMax = 1e9;
  if (error != std::errc{} || end != text.data() + text.size() || !(seconds > 0) || seconds > kMax) return std::nullopt;
  return std::chrono::milliseconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(seconds * 1000)));
}

Status settle_times(Options& o) {
  if (!o.typed.duration.empty()) {
    const auto duration = parse_seconds(o.typed.duration);
    if (!duration) return invalid("invalid duration " + o.typed.duration);
    o.duration = *duration;
  }
  if (!o.typed.report.empty()) {
    const auto report = parse_seconds(o.typed.report);
    if (!report) return invalid("invalid report interval " + o.typed.report);
    o.report = *report;
  }
  if (o.no_packets || o.report.count() > 0) o.summary = true;
  if (o.summary && o.write_file == "-")
    return invalid("--summary cannot be used with -w -, which has standard output.");
  return {};
}

// "10" is ten million bytes; with k, m or g it counts in powers of 1024.
std::optional<std::uint64_t> file_size(std::string_view text) {
  std::uint64_t unit = 1'000'000;
  if (!text.empty()) {
    constexpr std::string_view kUnits = "kKmMgG";
    if (const std::size_t at = kUnits.find(text.back()); at != std::string_view::npos) {
      unit = std::uint64_t{1024} << (at / 2 * 10);
      text.remove_suffix(1);
    }
  }
  const auto count = parse_number<std::uint64_t>(text);
  if (!count || *count == 0 || *count > (std::uint64_t{1} << 62) / unit) return std::nullopt;
  return *count * unit;
}

Status settle_rotation(Options& o) {
  const TypedOptions& typed = o.typed;
  if (!typed.file_size.empty()) {
    const auto size = file_size(typed.file_size);
    if (!size) return invalid("invalid file size " + typed.file_size);
    o.file_size = *size;
  }
  if (!typed.file_seconds.empty()) {
    const auto seconds = parse_number<std::uint32_t>(typed.file_seconds);
    if (!seconds || *seconds == 0) return invalid("invalid number of seconds " + typed.file_seconds);
    o.file_seconds = *seconds;
  }
  if (!typed.file_count.empty()) {
    const auto files = parse_number<std::uint32_t>(typed.file_count);
    if (!files || *files == 0) return invalid("invalid number of output files " + typed.file_count);
    o.file_count = *files;
  }
  if (!typed.total_size.empty()) {
    const auto size = file_size(typed.total_size);
    if (!size) return invalid("invalid total size " + typed.total_size);
    o.total_size = *size;
    if (!o.writes() || (o.file_size == 0 && o.file_seconds == 0))
      return invalid("--total-size cannot be used without -w and (-C or -G).");
    if (!o.rotate_command.empty()) return invalid("--total-size cannot be used with -z, which may rename the files.");
  }
  if (o.write_file == "-" && (o.total_size > 0 || !o.rotate_command.empty()))
    return invalid("--total-size and -z cannot be used with -w -, which is no file.");
  if (!o.writes() && o.file_size > 0) return invalid("-C cannot be used without -w.");
  if (!o.writes() && o.file_seconds > 0) return invalid("-G cannot be used without -w.");
  if (!o.rotate_command.empty() && (!o.writes() || (o.file_size == 0 && o.file_seconds == 0)))
    return invalid("-z cannot be used without -w and (-C or -G).");
  return {};
}

struct NamedType {
  std::string_view name;
  PacketType type;
};
constexpr NamedType kPacketTypes[] = {
    {"aodv", PacketType::kAodv},          {"carp", PacketType::kCarp}, {"cnfp", PacketType::kCnfp},
    {"domain", PacketType::kDomain},      {"lmp", PacketType::kLmp},   {"pgm", PacketType::kPgm},
    {"pgm_zmtp1", PacketType::kPgmZmtp1}, {"ptp", PacketType::kPtp},   {"quic", PacketType::kQuic},
    {"radius", PacketType::kRadius},      {"resp", PacketType::kResp}, {"rpc", PacketType::kRpc},
    {"rtcp", PacketType::kRtcp},          {"rtp", PacketType::kRtp},   {"snmp", PacketType::kSnmp},
    {"someip", PacketType::kSomeip},      {"tftp", PacketType::kTftp}, {"vat", PacketType::kVat},
    {"vxlan", PacketType::kVxlan},        {"wb", PacketType::kWb},     {"zmtp1", PacketType::kZmtp1},
};

Status settle_names(Options& o) {
  if (const std::string& name = o.typed.packet_type; !name.empty()) {
    const auto* found = std::find_if(std::begin(kPacketTypes), std::end(kPacketTypes),
                                     [&](const NamedType& type) { return type.name == name; });
    if (found == std::end(kPacketTypes)) return invalid("unknown packet type `" + name + "'");
    o.print.packet_type = found->type;
  }
  if (!o.link_type.empty() && pcap_datalink_name_to_val(o.link_type.c_str()) < 0)
    return invalid("invalid data link type " + o.link_type);
  if (!o.timestamp_type.empty() && pcap_tstamp_type_name_to_val(o.timestamp_type.c_str()) < 0)
    return invalid("invalid time stamp type " + o.timestamp_type);
  if (const std::string& name = o.typed.direction; !name.empty()) {
    o.direction_given = true;
    if (name == "in") {
      o.direction = Direction::kIn;
    } else if (name == "out") {
      o.direction = Direction::kOut;
    } else if (name != "inout") {
      return invalid("unknown capture direction `" + name + "'");
    }
  }
  // The peer looks at how they begin: "nanosecond" will do.
  if (const std::string& name = o.typed.precision; name.starts_with("nano")) {
    o.nanoseconds = true;
  } else if (!name.empty() && !name.starts_with("micro")) {
    return invalid("unsupported time stamp precision");
  }
  if (o.typed.nano) o.nanoseconds = true;
  if (o.typed.micro) o.nanoseconds = false;
  return {};
}

Status settle_text(Options& o) {
  constexpr TimeForm kForms[] = {TimeForm::kTime,          TimeForm::kNone,     TimeForm::kEpoch,
                                 TimeForm::kSincePrevious, TimeForm::kDateTime, TimeForm::kSinceFirst};
  const TypedOptions& typed = o.typed;
  if (typed.time > 5) return invalid("only -t, -tt, -ttt, -tttt and -ttttt are supported");
  o.line.time = kForms[typed.time];
  o.line.nanoseconds = o.nanoseconds;
  o.numeric = typed.numeric > 0;
  o.print.link_header = typed.link_header > 0;
  int times = 0;
  if (typed.hex_ascii > 0) {  // of several, the peer obeys -X before -x before -A
    o.line.dump = Dump::kHexAscii;
    times = typed.hex_ascii;
  } else if (typed.hex > 0) {
    o.line.dump = Dump::kHex;
    times = typed.hex;
  } else if (typed.ascii > 0) {
    o.line.dump = Dump::kAscii;
    times = typed.ascii;
  }
  o.line.dump_link_header = times > 1;
  o.print.hex_ascii = typed.hex_ascii > 0;
  o.print.no_payload_dump = typed.hex > 0 || typed.hex_ascii > 0 || o.print.quiet > 0;
  const char* no_color = std::getenv("NO_COLOR");  // no-color.org
  const bool terminal = ::isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0');
  o.line.color = o.typed.color == "always" || (o.typed.color != "never" && terminal);
  o.line.interface = o.interfaces.size() > 1;
  o.dump_program = std::min(typed.dump_program, 3);
  for (const std::string& word : typed.filter) o.filter += (o.filter.empty() ? "" : " ") + word;
  return {};
}

Status settle_processes(Options& o) {
  if (!o.typed.pid.empty()) {
    const auto pid = parse_number<std::int32_t>(o.typed.pid);
    if (!pid || *pid <= 0) return invalid("invalid process id " + o.typed.pid);
    if (::kill(*pid, 0) != 0 && errno == ESRCH) return input_failure(o.typed.pid, "no such process");
    o.pid = *pid;
  }
  if (!o.tells_processes()) return {};
  if (o.reads_files())
    return invalid("--process, --pid and --comm cannot be used with -r or -V: a file tells nothing of processes.");
  if (o.processes && o.writes() && !o.print_too)
    return invalid("--process cannot be used with -w unless --print is given: the file has no place for it.");
  return {};
}

Status settle_combinations(const Options& o) {
  if (!o.read_file.empty() && !o.file_list.empty()) return invalid("-V and -r are mutually exclusive.");
  if (o.count_only && !o.reads_files()) return invalid("--count cannot be used without -r or -V.");
  if (o.writes() && o.json && !o.print_too) return invalid("--json cannot be used with -w unless --print is given.");
  if (!o.run_command.empty() && o.reads_files()) return invalid("--run cannot be used with -r or -V.");
  if (o.duration.count() > 0 && o.reads_files()) return invalid("--duration cannot be used with -r or -V.");
  for (const std::string& name : o.interfaces) {
    if (std::count(o.interfaces.begin(), o.interfaces.end(), name) > 1) return input_failure(name, "given twice");
    if (name == "any" && o.interfaces.size() > 1) return input_failure("any", "stands for all interfaces already");
  }
  if (!o.network_namespace.empty() && o.reads_files()) return invalid("--netns cannot be used with -r or -V.");
  if (o.count_only && (o.json || o.summary || o.print_too))
    return invalid("--count cannot be used with --json, --summary, --report, --quiet or --print: it only counts.");
  if (o.json && o.line.dump != Dump::kNone)
    return invalid("-x, -X and -A cannot be used with --json: its bytes are those of --payload.");
  if (o.payload && !o.json) return invalid("--payload cannot be used without --json.");
  return {};
}

}  // namespace

Status settle(Options& options) {
  for (auto* step :
       {&settle_numbers, &settle_times, &settle_rotation, &settle_names, &settle_text, &settle_processes}) {
    if (Status done = step(options); !done) return done;
  }
  return settle_combinations(options);
}

}  // namespace nd::capture
