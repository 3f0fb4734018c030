// What the help text and the completions say about an option; CommandLine makes it of what it parses.
#pragma once

#include <string>
#include <vector>

namespace nd::cli {

struct OptionDescription {
  std::vector<std::string> shorts{};   // "c": written -c
  std::vector<std::string> longs{};    // "count": written --count
  std::string positional{};            // the name of an argument without dash; then there are no short or long names
  std::string value{};                 // what its value is called (type_name), empty for a flag
  bool value_optional = false;         // --opt or --opt=VALUE
  bool repeats = false;                // takes several values
  std::vector<std::string> choices{};  // where only these are taken
  std::string group{};
  std::string text{};  // one line

  bool is_positional() const { return !positional.empty(); }
};

struct CommandDescription {
  std::string name;
  std::string purpose;                     // one or a few sentences
  std::string footer;                      // what follows the options, as it stands
  std::vector<OptionDescription> options;  // in the order of declaration, without the hidden ones
};

}  // namespace nd::cli
