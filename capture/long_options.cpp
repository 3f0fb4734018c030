#include "capture/long_options.h"

#include <algorithm>

namespace nd::capture {
namespace {

constexpr std::string_view kPeersNames[] = {
    "absolute-tcp-sequence-numbers",
    "buffer-size",
    "count",
    "direction",
    "dont-verify-checksums",
    "help",
    "immediate-mode",
    "interface",
    "linktype",
    "list-data-link-types",
    "list-interfaces",
    "list-time-stamp-types",
    "micro",
    "monitor-mode",
    "nano",
    "no-optimize",
    "no-promiscuous-mode",
    "number",
    "packet-buffered",
    "print",
    "relinquish-privileges",
    "snapshot-length",
    "time-stamp-precision",
    "time-stamp-type",
    "version",
};

std::vector<std::string> names_that_begin(const cli::CommandLine& line, std::string_view begin) {
  std::vector<std::string> found;
  for (const std::string_view name : kPeersNames) {
    if (name.starts_with(begin)) found.emplace_back(name);
  }
  if (!found.empty()) return found;
  for (const auto& option : line.description().options) {
    for (const std::string& name : option.longs) {
      if (name.starts_with(begin)) found.push_back(name);
    }
  }
  return found;
}

Status complete(const cli::CommandLine& line, std::string& word) {
  const std::size_t end = std::min(word.find('='), word.size());
  const std::string name = word.substr(0, end);
  if (line.takes(name) != cli::CommandLine::Takes::kUnknown) return {};
  const std::vector<std::string> names = names_that_begin(line, std::string_view(name).substr(2));
  if (names.empty()) return {};
  if (names.size() == 1) {
    word.replace(2, end - 2, names.front());
    return {};
  }
  std::string list;
  for (const std::string& one : names) list += (list.empty() ? "--" : ", --") + one;
  return input_failure(name, "ambiguous option", list);
}

}  // namespace

Result<std::vector<std::string>> complete_long_options(const cli::CommandLine& line,
                                                       std::vector<std::string> arguments) {
  for (std::string& word : arguments) {
    if (word == "--") break;
    if (!word.starts_with("--")) continue;
    if (Status done = complete(line, word); !done) return tl::unexpected(done.error());
  }
  return arguments;
}

}  // namespace nd::capture
