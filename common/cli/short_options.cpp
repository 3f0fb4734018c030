#include "common/cli/short_options.h"

#include "common/cli/cli11.h"

namespace nd::cli {
namespace {

using Tokens = std::vector<std::string>;

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

// "-qc1" at `arguments[i]`, which moves on when the value is the next word.
Status split_cluster(const CLI::App& app, const Tokens& arguments, std::size_t& i, Tokens& tokens) {
  const std::string& cluster = arguments[i];
  for (std::size_t at = 1; at < cluster.size(); ++at) {
    const std::string name{'-', cluster[at]};
    const CLI::Option* option = app.get_option_no_throw(name);
    const std::string letter = std::string("'") + cluster[at] + "'";
    if (option == nullptr) return input_failure({}, "invalid option -- " + letter);
    if (!takes_value(*option)) {
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

Result<Tokens> split_short_options(const CLI::App& app, const Tokens& arguments) {
  Tokens tokens;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--") {
      tokens.insert(tokens.end(), arguments.begin() + static_cast<long>(i), arguments.end());
      break;
    }
    if (word.size() < 2 || word[0] != '-' || word[1] == '-') {
      tokens.push_back(word);
      const CLI::Option* option = word.starts_with("--") ? app.get_option_no_throw(word) : nullptr;
      // The word after a long option is its value, whatever it begins with.
      if (option != nullptr && option->get_items_expected_min() > 0 && i + 1 < arguments.size()) {
        tokens.back() += "=" + arguments[++i];
      }
      continue;
    }
    if (Status split = split_cluster(app, arguments, i, tokens); !split) return tl::unexpected(split.error());
  }
  return tokens;
}

}  // namespace nd::cli
