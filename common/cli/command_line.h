// What a tool takes on its command line, declared once: the same declarations parse it, make the help text and make the
// shell completions, so none of the three can disagree. CLI11 does the parsing; it costs a compiler some six seconds,
// so it stays behind this class, in one source.
//
// Names are written "-c,--count". The type of a value is the word that help shows for it, and tells the completions
// what to offer (see completions.h). As with getopt, of several values the last counts, unless it is said otherwise.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/cli/description.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace nd::cli {

class CommandLine {
 public:
  using Names = const std::string&;
  using Words = std::vector<std::string>;

  CommandLine(std::string purpose, std::string tool);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // The heading under which the options declared from now on stand in the help text; an empty one hides them.
  void group(std::string title) { group_ = std::move(title); }
  // What the help text ends with.
  void footer(std::string text) { description_.footer = std::move(text); }

  void flag(Names names, bool& into, const std::string& help);
  void flag(Names names, int& times, const std::string& help);                 // how often it was given
  void flag(Names names, std::function<void()> met, const std::string& help);  // called where it is met

  void value(Names names, std::string& into, const std::string& type, const std::string& help);
  // Called where the option is met, each time.
  void value(Names names, std::function<void(const std::string&)> met, const std::string& type,
             const std::string& help);
  // One of `choices`; another word is an error.
  void choice(Names names, std::string& into, const std::string& type, Words choices, const std::string& help);
  // Each time it is given adds a value.
  void values(Names names, Words& into, const std::string& type, const std::string& help);
  // The same, with commas between several values.
  void list(Names names, Words& into, const std::string& type, const std::string& help);
  // Its value may be left out, and then an empty one may be added, or none.
  void optional_value(Names names, Words& into, const std::string& type, const std::string& help);
  // All words that are no options; without a `type` they have no place in the usage line but their name.
  void operands(const std::string& name, Words& into, const std::string& type, const std::string& help);

  enum class Takes { kUnknown, kNothing, kMaybe, kValue };
  // What the option called `name` ("-c", "--count") takes; kUnknown when there is none.
  Takes takes(const std::string& name) const;

  // Of the options declared so far that need a value, an empty one is an error, but for those of these names.
  void refuse_empty_values(const Words& except);

  // --help under these names ("-h,--help"), --version and --completions, which every tool has.
  void about(const std::string& help_names);

  struct Outcome {
    enum class Kind { kRun, kHelp, kVersion, kCompletions, kRefused } kind = Kind::kRun;
    std::string word;  // kRefused: why; kCompletions: the shell
  };
  // Fills what was declared.
  Outcome parse(Words arguments);

  // After parse(): how often an option was given.
  std::size_t count(const std::string& name) const;
  bool given(const std::string& name) const { return count(name) > 0; }

  const std::string& tool() const { return description_.name; }
  const CommandDescription& description() const { return description_; }

 private:
  // Adds to the description; `option` has what names, type and help do not tell.
  void describe(Names names, const std::string& type, const std::string& help, OptionDescription option = {});
  // CLI11 looks through all its options for a name, which takes a start longer than the parsing.
  CLI::Option* know(Names names, CLI::Option* option);
  CLI::Option* find(const std::string& name) const;  // nullptr: no such option

  void split_empty_values(Words& arguments) const;
  std::string take_operands();

  std::unique_ptr<CLI::App> app_;
  std::unordered_map<std::string, CLI::Option*> known_;
  CommandDescription description_;
  std::string group_ = "Options";
  std::string shell_;
  Words* operands_ = nullptr;
};

}  // namespace nd::cli
