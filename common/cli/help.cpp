#include "common/cli/help.h"

#include <algorithm>

#include "common/cli/description.h"

namespace nd::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kTextColumn = 26;

std::string value_of(const OptionDescription& option, std::string_view before) {
  if (option.value.empty()) return {};
  const std::string value = std::string(before) + option.value;
  return option.value_optional ? "[" + value + "]" : value;
}

// "-c, --count N"; long names alone stand where the others' do.
std::string names_of(const OptionDescription& option) {
  if (option.is_positional()) return option.value;
  std::string names;
  for (const std::string& name : option.shorts) names += (names.empty() ? "-" : ", -") + name;
  if (names.empty()) names = "    ";
  for (const std::string& name : option.longs) names += (names == "    " ? "--" : ", --") + name;
  const bool equals = option.value_optional && !option.longs.empty();
  return names + value_of(option, equals ? "=" : option.value_optional ? "" : " ");
}

void append_wrapped(std::string& out, std::string_view text, std::size_t indent) {
  std::size_t column = indent;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!first && column + 1 + word.size() > kWidth) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    first = false;
  }
  out += '\n';
}

void append_option(std::string& out, const OptionDescription& option) {
  const std::string names = "  " + names_of(option);
  out += names;
  if (option.text.empty()) {
    out += '\n';
    return;
  }
  if (names.size() + 2 > kTextColumn) {
    out += '\n';
    out.append(kTextColumn, ' ');
  } else {
    out.append(kTextColumn - names.size(), ' ');
  }
  append_wrapped(out, option.text, kTextColumn);
}

std::string usage_line(const std::string& tool, const std::vector<OptionDescription>& options) {
  std::string usage = "Usage: " + tool + " [OPTION]...";
  for (const OptionDescription& option : options) {
    if (!option.is_positional()) continue;
    const std::string value = option.value + (option.repeats ? "..." : "");
    usage += " [" + value + "]";
  }
  return usage;
}

}  // namespace

std::string help_text(const CommandDescription& command) {
  const std::vector<OptionDescription>& options = command.options;
  std::string out = usage_line(command.name, options) + "\n";
  if (!command.purpose.empty()) append_wrapped(out, command.purpose, 0);
  std::vector<std::string> groups;
  for (const OptionDescription& option : options) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) groups.push_back(option.group);
  }
  for (const std::string& group : groups) {
    out += "\n" + group + ":\n";
    for (const OptionDescription& option : options) {
      if (option.group == group && !(option.is_positional() && option.text.empty())) append_option(out, option);
    }
  }
  if (!command.footer.empty()) out += "\n" + command.footer + "\n";
  return out;
}

}  // namespace nd::cli
