#include "common/cli/short_options.h"

namespace nd::cli {
namespace {

using Tokens = std::vector<std::string>;

// "-qc1" at `arguments[i]`, which moves on when the value is the next word.
Status split_cluster(const CommandLine& line, const Tokens& arguments, std::size_t& i, Tokens& tokens) {
  const std::string& cluster = arguments[i];
  for (std::size_t at = 1; at < cluster.size(); ++at) {
    const std::string name{'-', cluster[at]};
    const CommandLine::Takes takes = line.takes(name);
    const std::string letter = std::string("'") + cluster[at] + "'";
    if (takes == CommandLine::Takes::kUnknown) return input_failure({}, "invalid option -- " + letter);
    if (takes == CommandLine::Takes::kNothing) {
      tokens.push_back(name);
      continue;
    }
    std::string value = cluster.substr(at + 1);
    if (value.empty()) {
      if (i + 1 == arguments.size()) return input_failure({}, "option requires an argument -- " + letter);
      value = arguments[++i];
    }
    tokens.push_back(name);
    tokens.back() += value;
    if (value.empty()) tokens.push_back({});  // CLI11 takes the next word, which is the empty one
    break;
  }
  return {};
}

}  // namespace

Result<Tokens> split_short_options(const CommandLine& line, const Tokens& arguments) {
  Tokens tokens;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--") {
      tokens.insert(tokens.end(), arguments.begin() + static_cast<long>(i), arguments.end());
      break;
    }
    if (word.size() < 2 || word[0] != '-' || word[1] == '-') {
      tokens.push_back(word);
      const bool has_value = word.starts_with("--") && line.takes(word) == CommandLine::Takes::kValue;
      // The word after a long option is its value, whatever it begins with.
      if (has_value && i + 1 < arguments.size()) {
        tokens.back() += "=" + arguments[++i];  // CommandLine takes "--name=" for an empty value
      }
      continue;
    }
    if (Status split = split_cluster(line, arguments, i, tokens); !split) return tl::unexpected(split.error());
  }
  return tokens;
}

}  // namespace nd::cli
