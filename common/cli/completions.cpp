#include "common/cli/completions.h"

#include <array>

#include "common/cli/description.h"

namespace nd::cli {
namespace {

// How each shell completes a kind of value.
struct ValueKind {
  std::string_view name;
  std::string_view bash;  // a command that prints the candidates for $cur
  std::string_view zsh;   // an action of _arguments
  std::string_view fish;  // arguments of `complete`
};

constexpr std::array kValueKinds = {
    ValueKind{"FILE", "compgen -f -- \"$cur\"", "_files", "-rF"},
    ValueKind{"PATH", "compgen -f -- \"$cur\"", "_files", "-rF"},
    ValueKind{"DIR", "compgen -d -- \"$cur\"", "_files -/", "-xa '(__fish_complete_directories)'"},
    ValueKind{"INTERFACE", "compgen -W \"$(command ls /sys/class/net)\" -- \"$cur\"", "_net_interfaces",
              "-xa '(__fish_print_interfaces)'"},
    ValueKind{"HOST", "compgen -A hostname -- \"$cur\"", "_hosts", "-xa '(__fish_print_hostnames)'"},
    ValueKind{"PID", "compgen -W \"$(cd /proc && echo [0-9]*)\" -- \"$cur\"", "_pids", "-xa '(__fish_complete_pids)'"},
    ValueKind{"USER", "compgen -u -- \"$cur\"", "_users", "-xa '(__fish_complete_users)'"},
    ValueKind{"NETNS", "compgen -W \"$(command ls /run/netns 2>/dev/null)\" -- \"$cur\"", "_files -W /run/netns",
              "-xa '(command ls /run/netns 2>/dev/null)'"},
    ValueKind{"NETNS|all", "compgen -W \"all $(command ls /run/netns 2>/dev/null)\" -- \"$cur\"",
              "{compadd all; _files -W /run/netns}", "-xa 'all (command ls /run/netns 2>/dev/null)'"},
};

const ValueKind* kind_of(const OptionDescription& option) {
  for (const ValueKind& kind : kValueKinds) {
    if (option.value == kind.name) return &kind;
  }
  return nullptr;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : between).append(word);
  return out;
}

// Both kinds of names with their dashes.
std::vector<std::string> dashed(const OptionDescription& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.shorts) names.push_back("-" + name);
  for (const std::string& name : option.longs) names.push_back("--" + name);
  return names;
}

std::string bash_candidates(const OptionDescription& option) {
  if (!option.choices.empty()) return "compgen -W '" + joined(option.choices, " ") + "' -- \"$cur\"";
  const ValueKind* kind = kind_of(option);
  return kind == nullptr ? ":" : std::string(kind->bash);
}

std::string bash(const std::string& tool, const std::vector<OptionDescription>& options) {
  std::string cases;
  std::string words;
  std::string operand = ":";
  for (const OptionDescription& option : options) {
    if (option.is_positional()) {
      operand = bash_candidates(option);
      continue;
    }
    words += (words.empty() ? "" : " ") + joined(dashed(option), " ");
    if (option.value.empty() || option.value_optional) continue;
    cases += "    " + joined(dashed(option), "|") + ") candidates=$(" + bash_candidates(option) + ") ;;\n";
  }
  const std::string function = "_" + tool;
  return "# bash completion for " + tool + "\n" + function + "() {\n" +
         "  local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} candidates\n" +
         "  case $previous in\n" + cases + "    *)\n      case $cur in\n        -*) candidates=$(compgen -W '" + words +
         "' -- \"$cur\") ;;\n        *) candidates=$(" + operand + ") ;;\n      esac ;;\n  esac\n" +
         "  COMPREPLY=()\n  [ -z \"$candidates\" ] || mapfile -t COMPREPLY <<<\"$candidates\"\n}\n" +
         "complete -o filenames -F " + function + " " + tool + "\n";
}

// Within single quotes, and for zsh within the brackets of a specification.
std::string quoted(std::string_view text, std::string_view specials = {}) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (specials.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const OptionDescription& option) {
  if (!option.choices.empty()) return "(" + joined(option.choices, " ") + ")";
  const ValueKind* kind = kind_of(option);
  return kind == nullptr ? " " : std::string(kind->zsh);
}

std::string zsh(const std::string& tool, const std::vector<OptionDescription>& options) {
  std::string out = "#compdef " + tool + "\n# zsh completion for " + tool + "\n_arguments -s -S";
  for (const OptionDescription& option : options) {
    const std::string message = quoted(option.value, ":");
    if (option.is_positional()) {
      out += " \\\n  '" + std::string(option.repeats ? "*" : ":") + ":" + message + ":" + zsh_action(option) + "'";
      continue;
    }
    for (const std::string& name : dashed(option)) {
      const bool is_long = name.starts_with("--");
      out += " \\\n  '*" + name;
      if (!option.value.empty()) out += option.value_optional ? (is_long ? "=-" : "-") : (is_long ? "=" : "+");
      out += "[" + quoted(option.text, "[]\\:") + "]";
      if (!option.value.empty()) {
        out += (option.value_optional ? "::" : ":") + message + ":" + zsh_action(option);
      }
      out += "'";
    }
  }
  return out + "\n";
}

std::string fish_value(const OptionDescription& option) {
  if (option.value.empty() || option.value_optional) return {};
  if (!option.choices.empty()) return " -xa '" + joined(option.choices, " ") + "'";
  const ValueKind* kind = kind_of(option);
  return " " + (kind == nullptr ? "-x" : std::string(kind->fish));
}

std::string fish_option(const OptionDescription& option) {
  std::string out;
  for (const std::string& name : option.shorts) out += " -s '" + name + "'";
  for (const std::string& name : option.longs) out += " -l " + name;
  return out + fish_value(option) + " -d '" + quoted(option.text, "\\") + "'";
}

std::string fish(const std::string& tool, const std::vector<OptionDescription>& options) {
  const std::string complete = "complete -c " + tool;
  std::string out = "# fish completion for " + tool + "\n" + complete + " -f\n";  // operands are no files …
  for (const OptionDescription& option : options) {
    if (!option.is_positional()) {
      out += complete + fish_option(option) + "\n";
    } else if (const ValueKind* kind = kind_of(option)) {  // … unless they are said to be
      out += complete + " -" + std::string(kind->fish.substr(2)) + "\n";
    }
  }
  return out;
}

}  // namespace

Result<std::string> completions(const CommandDescription& command, std::string_view shell) {
  if (shell == "bash") return bash(command.name, command.options);
  if (shell == "zsh") return zsh(command.name, command.options);
  if (shell == "fish") return fish(command.name, command.options);
  return input_failure("--completions " + std::string(shell), "unknown shell", "bash, zsh or fish");
}

}  // namespace nd::cli
