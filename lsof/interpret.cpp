// From the words of the command line to what they mean: the checks that lsof makes, with its words where scripts may
// look for them.
#include <algorithm>

#include "common/base/number.h"
#include "lsof/options.h"

namespace nd::lsof {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kCommandTitle = std::string_view("COMMAND").size();

Failure refused(std::string reason) { return input_failure("", std::move(reason), "try --help"); }

// Calls `f` with each word that is not empty until one fails.
template <typename F>
Status each(const Words& words, F&& f) {
  for (const std::string& word : words) {
    if (word.empty()) continue;
    if (Status done = f(word); !done) return done;
  }
  return {};
}

// Of an option that was given: at least once without a value.
bool has_bare(const Words& words) {
  return words.empty() || std::any_of(words.begin(), words.end(), [](const auto& word) { return word.empty(); });
}

Status read_processes(const RawOptions& raw, Criteria& into) {
  Status done = each(raw.pids, [&](const auto& word) { return add_numbers(word, "process ID", "PID", into.pids); });
  if (done) {
    done =
        each(raw.groups, [&](const auto& word) { return add_numbers(word, "process group ID", "PGID", into.groups); });
  }
  if (done) done = each(raw.users, [&](const auto& word) { return add_users(word, into.users); });
  if (done) done = each(raw.commands, [&](const auto& word) { return add_command(word, into.commands); });
  if (done) done = each(raw.descriptors, [&](const auto& word) { return add_fds(word, into.fds); });
  return done;
}

Status read_links(const RawOptions& raw, Criteria& into) {
  return each(raw.links, [&](const std::string& word) -> Status {
    const auto limit = parse_number<std::uint32_t>(word);
    if (!limit) return refused("+L not followed by a number of links: " + word);
    into.links_below = *limit;
    into.by_links = true;
    return {};
  });
}

// -S: never less than lsof waits; without a value it only asks for what is done anyway.
Status read_timeout(const RawOptions& raw, Options& options) {
  constexpr std::uint32_t kLeast = 2;
  constexpr std::uint32_t kMost = 24 * 60 * 60;
  return each(raw.timeout, [&](const std::string& word) -> Status {
    if (word.empty()) return {};
    if (word.find_first_not_of("0123456789") != std::string::npos)
      return refused("-S not followed by seconds: " + word);
    const std::uint32_t seconds = std::min(parse_number<std::uint32_t>(word).value_or(kMost), kMost);
    options.patience = std::chrono::seconds(std::max(seconds, kLeast));
    if (seconds < kLeast) options.raised_timeout = word;
    return {};
  });
}

Status read_states(const RawOptions& raw, Criteria& into) {
  return each(raw.size, [&](const auto& word) { return add_states(word, into.states); });
}

Status read_internet(const RawOptions& raw, Criteria& into) {
  if (!raw.has_internet) return {};
  // As lsof has it: after both types any is meant, and addresses are of the type that was asked for until then.
  Family& family = into.internet_family;
  into.any_internet = raw.internet.empty();
  for (const std::string& word : raw.internet) {
    const Family alone = family_alone(word);
    if (word.empty() || alone != Family::kNone) {
      family = family == Family::kNone || family == alone ? alone : Family::kNone;
      into.any_internet = true;
      continue;
    }
    auto spec = parse_internet_spec(word, family);
    if (!spec) return tl::unexpected(spec.error());
    if (Status resolved = resolve(*spec); !resolved) return resolved;
    into.internet.push_back(std::move(*spec));
  }
  return {};
}

Status read_tcp_info(const RawOptions& raw, Style& style) {
  if (!raw.has_tcp_info) return {};
  style.tcp = {.state = false, .queues = false, .other = false};
  return each(raw.tcp_info, [&](const std::string& word) -> Status {
    for (const char letter : word) {
      if (letter == 's') {
        style.tcp.state = true;
      } else if (letter == 'q') {
        style.tcp.queues = true;
      } else if (letter == 'f') {
        style.tcp.other = true;
      } else {
        return refused(std::string("unsupported TCP/TPI info selection: ") + letter);
      }
    }
    return {};
  });
}

Status read_widths(const RawOptions& raw, Style& style) {
  if (!raw.command_width.empty()) {
    const auto width = parse_number<std::size_t>(raw.command_width);
    if (!width || *width > kLongestCommand) {
      return refused("+c " + raw.command_width + " > what system provides (" + std::to_string(kLongestCommand) + ")");
    }
    // Escapes make a name of 15 bytes up to four times as long.
    style.command_width = *width == 0 ? kLongestCommand * 4 : std::max(*width, kCommandTitle);
    style.command_limit = *width == 0 ? kLongestCommand * 4 : *width;
  }
  return each(raw.offset, [&](const std::string& word) -> Status {
    const auto digits = parse_number<std::size_t>(word);
    if (!digits) return refused("-o not followed by a number of digits: " + word);
    style.offset_digits = *digits;
    return {};
  });
}

Status read_columns(const RawOptions& raw, Style& style) {
  const bool offset = raw.has_offset && has_bare(raw.offset);
  const bool size = raw.has_size && has_bare(raw.size);
  if (offset && size) return refused("-o and -s are mutually exclusive");
  if (offset) style.size = SizeColumn::kOffset;
  if (size) style.size = SizeColumn::kSize;
  style.parent = raw.parent;
  style.group = raw.has_group;
  style.links = raw.has_links;
  style.no_link_field = raw.has_no_links;
  style.all_tcp_fields = !raw.has_tcp_info;
  style.user_numbers = raw.user_numbers;
  style.numeric_hosts = raw.numeric_hosts;
  style.numeric_ports = raw.numeric_ports;
  const auto read = [&](const std::string& word, bool shows) -> Status {
    for (const char letter : word) {
      if (letter != 'g' && letter != 'G') return refused(std::string("unknown file struct option: ") + letter);
      if (shows) style.flags = letter == 'g' ? FlagColumn::kWords : FlagColumn::kHex;
    }
    return {};
  };
  Status done = each(raw.name_file_systems, [&](const std::string& word) { return read(word, true); });
  if (done) done = each(raw.name_files, [&](const std::string& word) { return read(word, false); });
  return done;
}

// -K, -K i, or neither: a listing of everything has threads by itself, except as JSON.
Status read_tasks(const RawOptions& raw, Options& options) {
  bool ignore = false;
  const Status done = each(raw.tasks, [&](const std::string& word) -> Status {
    if (word != "i") return refused("-K not followed by i (but by " + word + ")");
    ignore = true;
    return {};
  });
  options.criteria.tasks = raw.has_tasks && !ignore;
  const bool everything = criteria_wanted(options.criteria) == 0 && raw.names.empty() && raw.directories.empty() &&
                          raw.trees.empty() && !raw.json && !raw.lsof_json && !raw.lsof_json_lines && !raw.terse;
  options.shows_tasks = options.criteria.tasks || (everything && !ignore);
  return done;
}

Status read_output(const RawOptions& raw, Options& options) {
  if (raw.has_fields && raw.terse) return refused("-F and -t are mutually exclusive");
  const bool lsof_json = raw.lsof_json || raw.lsof_json_lines;
  if (raw.lsof_json && raw.lsof_json_lines) return refused("-J and -j are mutually exclusive");
  if (lsof_json && (raw.json || raw.terse)) {
    return refused(raw.lsof_json ? "-J excludes --json and -t" : "-j excludes --json and -t");
  }
  if (raw.json && (raw.has_fields || raw.terse)) return refused("--json excludes -F and -t");
  if (raw.terse) options.output = Output::kPids;
  if (raw.json) options.output = Output::kJson;
  if (lsof_json) {
    options.output = raw.lsof_json ? Output::kLsofJson : Output::kLsofJsonLines;
    if (auto all = parse_fields({})) options.fields = std::move(*all);
  }
  if (!raw.has_fields) return {};
  if (!lsof_json) options.output = Output::kFields;
  if (raw.fields == Words{"?"}) {
    options.field_help = true;
    return {};
  }
  auto choice = parse_fields(raw.fields);
  if (!choice) return tl::unexpected(choice.error());
  options.fields = std::move(*choice);
  if (options.fields.all_set || !options.fields.has('o')) return {};
  if (options.style.size == SizeColumn::kSize) return refused("-o and -s are mutually exclusive");
  options.style.size = SizeColumn::kOffset;
  return {};
}

Status read_directories(const RawOptions& raw, Options& options) {
  options.directories = raw.directories;
  options.trees = raw.trees;
  if (!raw.has_cross) return {};
  if (raw.directories.empty() && raw.trees.empty()) return refused("-x must accompany +d or +D");
  const bool both = std::all_of(raw.cross.begin(), raw.cross.end(), [](const auto& word) { return word.empty(); });
  options.crossing = {.links = both, .mounts = both};
  return each(raw.cross, [&](const std::string& word) -> Status {
    for (const char letter : word) {
      if (letter != 'f' && letter != 'l') return refused(std::string("unknown cross-over option: ") + letter);
      (letter == 'f' ? options.crossing.mounts : options.crossing.links) = true;
    }
    return {};
  });
}

Status read_exemptions(const RawOptions& raw, Options& options) {
  const auto add = [&](const Words& paths, bool links) {
    return each(paths, [&](const std::string& path) -> Status {
      if (!path.starts_with('/')) return refused("-e not followed by a file system path: \"" + path + "\"");
      options.exemptions.push_back({path, links});
      return {};
    });
  };
  Status done = add(raw.exempt, false);
  if (done) done = add(raw.exempt_links, true);
  return done;
}

// T[cN][mFORMAT]
Status read_repetition(const RawOptions& raw, Options& options) {
  Repetition& repeat = options.repeat;
  repeat.on = raw.has_repeat || raw.has_repeat_while_found;
  repeat.while_found = raw.has_repeat_while_found;
  return each(repeat.while_found ? raw.repeat_while_found : raw.repeat, [&](const std::string& word) -> Status {
    std::string_view rest(word);
    const auto take_number = [&] {
      const auto digits = static_cast<std::size_t>(
          std::find_if_not(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; }) - rest.begin());
      const auto number = parse_number<std::uint32_t>(rest.substr(0, digits));
      rest.remove_prefix(digits);
      return number;
    };
    if (const auto pause = take_number(); pause && *pause > 0) repeat.pause = std::chrono::seconds(*pause);
    if (rest.starts_with('c')) {
      rest.remove_prefix(1);
      const auto times = take_number();
      if (!times) return refused("-r c not followed by a number: " + word);
      repeat.times = *times;
    }
    if (rest.starts_with('m')) {
      repeat.marker = rest.substr(1);
      if (repeat.marker.empty()) return refused("illegal <fmt>: \"\"");
      rest = {};
    }
    if (!rest.empty()) return refused("unknown repeat option: " + std::string(rest));
    if (options.output == Output::kFields && repeat.marker.find("%n") != std::string::npos) {
      return refused("%n illegal in -r m<fmt> when -F has been specified: \"" + repeat.marker + "\"");
    }
    return {};
  });
}

// With letters they say nothing of names.
NameMeaning meaning_of_names(const RawOptions& raw) {
  if (raw.has_name_files && has_bare(raw.name_files)) return NameMeaning::kFile;
  return raw.has_name_file_systems && has_bare(raw.name_file_systems) ? NameMeaning::kFileSystem : NameMeaning::kEither;
}

}  // namespace

Result<Options> interpret(const RawOptions& raw) {
  Options options;
  options.criteria.unix_sockets = raw.unix_sockets;
  options.criteria.nfs = raw.nfs;
  Status done = read_processes(raw, options.criteria);
  if (done) done = read_internet(raw, options.criteria);
  if (done) done = read_states(raw, options.criteria);
  if (done) done = read_links(raw, options.criteria);
  if (done) done = read_tcp_info(raw, options.style);
  if (done) done = read_widths(raw, options.style);
  if (done) done = read_columns(raw, options.style);
  if (done) done = read_tasks(raw, options);
  if (done) done = read_output(raw, options);
  if (done) done = read_directories(raw, options);
  if (done) done = read_timeout(raw, options);
  if (done) done = read_exemptions(raw, options);
  if (done) done = read_repetition(raw, options);
  if (done) done = read_reports(raw, options);
  if (done && raw.no_inet_tables && raw.has_internet) done = refused("-i is useless when -X is specified.");
  if (!done) return tl::unexpected(done.error());
  options.criteria.all_of = raw.and_all;
  options.no_blocking = raw.no_blocking;
  options.no_inet_tables = raw.no_inet_tables;
  const bool graph = options.report == Report::kGraph;  // with those at the other ends
  options.endpoints = raw.endpoints || raw.with_endpoints || graph;
  options.with_endpoints = raw.with_endpoints || graph;
  options.names = raw.names;
  options.name_meaning = meaning_of_names(raw);
  options.warnings = !raw.no_warnings && (!raw.terse || raw.warnings);  // -t implies -w, until +w
  options.quiet_search = raw.quiet_search;
  options.verbose_search = raw.verbose;
  options.proc = raw.proc;
  const bool has_names = !options.names.empty() || !raw.directories.empty() || !raw.trees.empty();
  if (raw.and_all && !has_names && criteria_wanted(options.criteria) == 0) {
    return refused("no select options to AND via -a");
  }
  return options;
}

}  // namespace nd::lsof
