#include "common/cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>  // App.hpp only declares what these two define
#include <CLI/Formatter.hpp>
#include <algorithm>

namespace nd::cli {
namespace {

// Calls `act` with each name of "-c,--count".
template <typename Act>
void each_name(const std::string& names, const Act& act) {
  std::size_t start = 0;
  while (start < names.size()) {
    const std::size_t end = std::min(names.find(',', start), names.size());
    act(names.substr(start, end - start));
    start = end + 1;
  }
}

void add_name(OptionDescription& option, const std::string& name) {
  if (name.starts_with("--")) {
    option.longs.push_back(name.substr(2));
  } else if (name.starts_with('-')) {
    option.shorts.push_back(name.substr(1));
  } else {
    option.positional = name;
  }
}

}  // namespace

CommandLine::CommandLine(std::string purpose, std::string tool)
    : app_(std::make_unique<CLI::App>(purpose, tool)), description_{std::move(tool), std::move(purpose), {}, {}} {
  app_->set_help_flag();  // none until about()
  app_->allow_extras();   // operands, see take_operands()
}

CommandLine::~CommandLine() = default;

void CommandLine::describe(Names names, const std::string& type, const std::string& help, OptionDescription option) {
  if (group_.empty()) return;
  each_name(names, [&](const std::string& name) { add_name(option, name); });
  option.value = type;
  option.group = group_;
  option.text = help;
  description_.options.push_back(std::move(option));
}

CLI::Option* CommandLine::know(Names names, CLI::Option* option) {
  each_name(names, [&](std::string name) { known_.emplace(std::move(name), option); });
  return option;
}

CLI::Option* CommandLine::find(const std::string& name) const {
  const auto found = known_.find(name);
  return found != known_.end() ? found->second : app_->get_option_no_throw(name);
}

void CommandLine::flag(Names names, bool& into, const std::string& help) {
  know(names, app_->add_flag(names, into));
  describe(names, {}, help);
}

void CommandLine::flag(Names names, int& times, const std::string& help) {
  know(names, app_->add_flag(names, times));
  describe(names, {}, help);
}

void CommandLine::flag(Names names, std::function<void()> met, const std::string& help) {
  know(names, app_->add_flag_function(names, [met = std::move(met)](std::int64_t) { met(); }))->trigger_on_parse();
  describe(names, {}, help);
}

void CommandLine::value(Names names, std::string& into, const std::string& type, const std::string& help) {
  know(names, app_->add_option(names, into))->type_name(type)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  describe(names, type, help);
}

void CommandLine::value(Names names, std::function<void(const std::string&)> met, const std::string& type,
                        const std::string& help) {
  know(names, app_->add_option_function<std::string>(names, std::move(met)))
      ->type_name(type)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->trigger_on_parse();
  describe(names, type, help);
}

void CommandLine::choice(Names names, std::string& into, const std::string& type, Words choices,
                         const std::string& help) {
  know(names, app_->add_option(names, into))
      ->type_name(type)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->check(CLI::IsMember(choices));
  describe(names, type, help, {.choices = std::move(choices)});
}

void CommandLine::values(Names names, Words& into, const std::string& type, const std::string& help) {
  know(names, app_->add_option(names, into))->type_name(type)->allow_extra_args(false)->take_all();
  describe(names, type, help, {.repeats = true});
}

void CommandLine::list(Names names, Words& into, const std::string& type, const std::string& help) {
  know(names, app_->add_option(names, into))->type_name(type)->delimiter(',')->allow_extra_args(false)->take_all();
  describe(names, type, help, {.repeats = true});
}

void CommandLine::optional_value(Names names, Words& into, const std::string& type, const std::string& help) {
  know(names, app_->add_option(names, into))->type_name(type)->expected(0, 1)->allow_extra_args(false)->take_all();
  describe(names, type, help, {.value_optional = true, .repeats = true});
}

void CommandLine::operands(const std::string& name, Words& into, const std::string& type, const std::string& help) {
  operands_ = &into;
  describe(name, type.empty() ? name : type, help, {.repeats = true});
}

CommandLine::Takes CommandLine::takes(const std::string& name) const {
  const CLI::Option* option = find(name);
  if (option == nullptr) return Takes::kUnknown;
  if (option->get_items_expected_max() == 0) return Takes::kNothing;
  return option->get_items_expected_min() == 0 ? Takes::kMaybe : Takes::kValue;
}

void CommandLine::refuse_empty_values(const Words& except) {
  const CLI::Validator not_empty(
      [](const std::string& value) { return std::string(value.empty() ? "the value is empty" : ""); }, "");
  std::vector<const CLI::Option*> spared;
  for (const std::string& name : except) spared.push_back(find(name));
  for (CLI::Option* option : app_->get_options()) {
    if (option->get_items_expected_min() == 0) continue;
    if (std::find(spared.begin(), spared.end(), option) == spared.end()) option->check(not_empty);
  }
}

void CommandLine::about(const std::string& help_names) {
  group("About");
  app_->set_help_flag(help_names);
  describe(help_names, {}, "Show this help");
  app_->set_version_flag("--version");
  describe("--version", {}, "Show the version");
  choice("--completions", shell_, "SHELL", {"bash", "zsh", "fish"}, "Print the completions for this shell");
}

// CLI11 takes the word after "--name=" for its value, and then an empty one is right.
void CommandLine::split_empty_values(Words& arguments) const {
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    std::string& word = arguments[i];
    if (!word.starts_with("--") || !word.ends_with('=') || word.find('=') + 1 != word.size()) continue;
    if (takes(word.substr(0, word.size() - 1)) != Takes::kValue) continue;
    word.pop_back();
    arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(++i), std::string());
  }
}

// What CLI11 knew no option for. It is not told of operands, since it would read "[a,b]" as a list of two.
std::string CommandLine::take_operands() {
  bool only_operands = false;
  for (std::string& word : app_->remaining()) {
    if (!only_operands && word == "--") {
      only_operands = true;
    } else if (!only_operands && word.size() > 1 && word.starts_with('-')) {
      return word + ": unknown option";
    } else if (operands_ == nullptr) {
      return word + ": unexpected argument";
    } else {
      operands_->push_back(std::move(word));
    }
  }
  return {};
}

CommandLine::Outcome CommandLine::parse(Words arguments) {
  using Kind = Outcome::Kind;
  split_empty_values(arguments);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 pops from the back
  try {
    app_->parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return {Kind::kHelp, {}};
  } catch (const CLI::CallForVersion&) {
    return {Kind::kVersion, {}};
  } catch (const CLI::ConversionError& error) {  // only flags are converted: "Could not convert: --json = x"
    const std::string_view text = error.what();
    const std::size_t name = std::min(text.find('-'), text.size());
    return {Kind::kRefused, std::string(text.substr(name, text.find(" = ") - name)) + ": takes no value"};
  } catch (const CLI::ParseError& error) {
    std::string reason = error.what();
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    return {Kind::kRefused, reason};
  }
  if (std::string reason = take_operands(); !reason.empty()) return {Kind::kRefused, reason};
  if (!shell_.empty()) return {Kind::kCompletions, shell_};
  return {};
}

std::size_t CommandLine::count(const std::string& name) const {
  const CLI::Option* option = find(name);
  return option == nullptr ? 0 : option->count();
}

}  // namespace nd::cli
