#include "common/cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>  // App.hpp only declares what these two define
#include <CLI/Formatter.hpp>
#include <algorithm>

namespace nd::cli {
namespace {

// CLI11's own words name its classes; ours name the option and what to do.
std::string explain(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> extra = app.remaining();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !extra.empty()) {
    const bool is_option = extra.front().starts_with('-');
    return extra.front() + (is_option ? ": unknown option" : ": unexpected argument");
  }
  std::string text = error.what();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
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
}

CommandLine::~CommandLine() = default;

void CommandLine::describe(Names names, const std::string& type, const std::string& help, OptionDescription option) {
  if (group_.empty()) return;
  std::size_t start = 0;
  while (start < names.size()) {
    const std::size_t end = std::min(names.find(',', start), names.size());
    add_name(option, names.substr(start, end - start));
    start = end + 1;
  }
  option.value = type;
  option.group = group_;
  option.text = help;
  description_.options.push_back(std::move(option));
}

void CommandLine::flag(Names names, bool& into, const std::string& help) {
  app_->add_flag(names, into);
  describe(names, {}, help);
}

void CommandLine::flag(Names names, int& times, const std::string& help) {
  app_->add_flag(names, times);
  describe(names, {}, help);
}

void CommandLine::flag(Names names, std::function<void()> met, const std::string& help) {
  app_->add_flag_function(names, [met = std::move(met)](std::int64_t) { met(); })->trigger_on_parse();
  describe(names, {}, help);
}

void CommandLine::value(Names names, std::string& into, const std::string& type, const std::string& help) {
  app_->add_option(names, into)->type_name(type)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  describe(names, type, help);
}

void CommandLine::value(Names names, std::function<void(const std::string&)> met, const std::string& type,
                        const std::string& help) {
  app_->add_option_function<std::string>(names, std::move(met))
      ->type_name(type)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->trigger_on_parse();
  describe(names, type, help);
}

void CommandLine::choice(Names names, std::string& into, const std::string& type, Words choices,
                         const std::string& help) {
  app_->add_option(names, into)
      ->type_name(type)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->check(CLI::IsMember(choices));
  describe(names, type, help, {.choices = std::move(choices)});
}

void CommandLine::values(Names names, Words& into, const std::string& type, const std::string& help) {
  app_->add_option(names, into)->type_name(type)->allow_extra_args(false)->take_all();
  describe(names, type, help, {.repeats = true});
}

void CommandLine::list(Names names, Words& into, const std::string& type, const std::string& help) {
  app_->add_option(names, into)->type_name(type)->delimiter(',')->allow_extra_args(false)->take_all();
  describe(names, type, help, {.repeats = true});
}

void CommandLine::optional_value(Names names, Words& into, const std::string& type, const std::string& help) {
  app_->add_option(names, into)->type_name(type)->expected(0, 1)->take_all();
  describe(names, type, help, {.value_optional = true, .repeats = true});
}

void CommandLine::operands(const std::string& name, Words& into, const std::string& type, const std::string& help) {
  app_->add_option(name, into);
  describe(name, type.empty() ? name : type, help, {.repeats = true});
}

CommandLine::Takes CommandLine::takes(const std::string& name) const {
  const CLI::Option* option = app_->get_option_no_throw(name);
  if (option == nullptr) return Takes::kUnknown;
  if (option->get_items_expected_max() == 0) return Takes::kNothing;
  return option->get_items_expected_min() == 0 ? Takes::kMaybe : Takes::kValue;
}

void CommandLine::about(const std::string& help_names) {
  group("About");
  app_->set_help_flag(help_names);
  describe(help_names, {}, "Show this help");
  app_->set_version_flag("--version");
  describe("--version", {}, "Show the version");
  choice("--completions", shell_, "SHELL", {"bash", "zsh", "fish"}, "Print the completions for this shell");
}

CommandLine::Outcome CommandLine::parse(Words arguments) {
  using Kind = Outcome::Kind;
  std::reverse(arguments.begin(), arguments.end());  // CLI11 pops from the back
  try {
    app_->parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return {Kind::kHelp, {}};
  } catch (const CLI::CallForVersion&) {
    return {Kind::kVersion, {}};
  } catch (const CLI::ParseError& error) {
    return {Kind::kRefused, explain(*app_, error)};
  }
  if (!shell_.empty()) return {Kind::kCompletions, shell_};
  return {};
}

std::size_t CommandLine::count(const std::string& name) const { return app_->count(name); }

}  // namespace nd::cli
