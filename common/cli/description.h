// What the help text and the completions say about an option, taken from the CLI11 description that parses the command
// line, so that none of the three can disagree.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace nd::cli {

struct OptionDescription {
  std::vector<std::string> shorts;  // "c": written -c
  std::vector<std::string> longs;   // "count": written --count
  std::string positional;           // the name of an argument without dash; then there are no short or long names
  std::string value;                // what its value is called (type_name), empty for a flag
  bool value_optional = false;      // --opt or --opt=VALUE
  bool repeats = false;             // takes several values
  bool required = false;
  std::vector<std::string> choices;  // from CLI::IsMember
  std::string group;
  std::string text;  // one line

  bool is_positional() const { return !positional.empty(); }
};

struct CommandDescription {
  std::string name;
  std::string purpose;  // one or a few sentences
  std::string footer;   // what follows the options, as it stands
  std::vector<OptionDescription>
      options;  // in the order of declaration; those in the group "" are hidden, and left out
};

CommandDescription describe(const CLI::App& app);

}  // namespace nd::cli
