#include "common/cli/description.h"

#include "common/cli/cli11.h"

namespace nd::cli {
namespace {

// CLI11 puts a validator's words behind the type name: "SHELL:{bash,zsh,fish}".
std::vector<std::string> choices_in(const std::string& type) {
  const std::size_t open = type.find(":{");
  const std::size_t close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 2, close - open - 2), ',');
}

OptionDescription describe(const CLI::Option& option) {
  OptionDescription described;
  described.shorts = option.get_snames();
  described.longs = option.get_lnames();
  if (option.get_positional() && described.shorts.empty() && described.longs.empty()) {
    described.positional = option.get_name(true);
  }
  if (option.get_items_expected_max() > 0) {
    const std::string type = option.get_type_name();
    described.value = type.substr(0, type.find(':'));
    described.choices = choices_in(type);
    described.value_optional = option.get_items_expected_min() == 0;
    described.repeats = option.get_items_expected_max() > 1;
  }
  if (described.is_positional() && described.value.empty()) described.value = described.positional;
  described.required = option.get_required();
  described.group = option.get_group();
  described.text = option.get_description();
  return described;
}

}  // namespace

CommandDescription describe(const CLI::App& app) {
  CommandDescription described{app.get_name(), app.get_description(), app.get_footer(), {}};
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) described.options.push_back(describe(*option));
  }
  return described;
}

}  // namespace nd::cli
