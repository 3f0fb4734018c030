#include "netstat/arguments.h"

#include <algorithm>
#include <array>

namespace nd::netstat {
namespace {

constexpr std::array kPeerOptions = {
    PeerOption{"ax25", false},          PeerOption{"x25", false},           PeerOption{"ip", false},
    PeerOption{"ipx", false},           PeerOption{"appletalk", false},     PeerOption{"netrom", false},
    PeerOption{"inet", false},          PeerOption{"inet6", false},         PeerOption{"ddp", false},
    PeerOption{"rose", false},          PeerOption{"unix", false},          PeerOption{"bluetooth", false},
    PeerOption{"tcpip", false},         PeerOption{"version", false},       PeerOption{"interfaces", false},
    PeerOption{"help", false},          PeerOption{"route", false},         PeerOption{"masquerade", false},
    PeerOption{"protocol", true},       PeerOption{"tcp", false},           PeerOption{"sctp", false},
    PeerOption{"udp", false},           PeerOption{"udplite", false},       PeerOption{"raw", false},
    PeerOption{"l2cap", false},         PeerOption{"rfcomm", false},        PeerOption{"listening", false},
    PeerOption{"all", false},           PeerOption{"timers", false},        PeerOption{"continuous", false},
    PeerOption{"extend", false},        PeerOption{"programs", false},      PeerOption{"verbose", false},
    PeerOption{"statistics", false},    PeerOption{"wide", false},          PeerOption{"numeric", false},
    PeerOption{"numeric-hosts", false}, PeerOption{"numeric-ports", false}, PeerOption{"numeric-users", false},
    PeerOption{"symbolic", false},      PeerOption{"cache", false},         PeerOption{"fib", false},
    PeerOption{"groups", false},        PeerOption{"context", false},
};

std::vector<const PeerOption*> options_starting_with(std::string_view name) {
  std::vector<const PeerOption*> found;
  for (const PeerOption& option : kPeerOptions) {
    if (option.name == name) return {&option};
    if (option.name.starts_with(name)) found.push_back(&option);
  }
  return found;
}

Result<std::string> complete_name(const std::string& argument) {
  const std::size_t equals = argument.find('=');
  const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
  const auto options = options_starting_with(name);
  if (options.empty() || name.empty()) return argument;  // not netstat's: ours, or unknown
  if (options.size() > 1) {
    std::string list;
    for (const PeerOption* option : options) list.append(list.empty() ? "--" : " --").append(option->name);
    return input_failure("--" + name, "ambiguous option", "one of " + list);
  }
  if (equals != std::string::npos && !options.front()->takes_value) {
    return input_failure("--" + std::string(options.front()->name), "takes no value");
  }
  return "--" + std::string(options.front()->name) + (equals == std::string::npos ? "" : argument.substr(equals));
}

// A digit among short options that is none of them; 0 without one. The parser would take "-3" for a number, a word.
char unknown_digit(std::string_view argument) {
  if (!argument.starts_with('-') || argument.starts_with("--")) return 0;
  const std::string_view letters =
      argument.substr(0, argument.find_first_of("AhV"));  // a value follows, or nothing counts
  const std::size_t at = letters.find_first_of("01357890");
  return at == std::string_view::npos ? '\0' : letters[at];
}

}  // namespace

std::span<const PeerOption> peer_options() { return kPeerOptions; }

Result<std::vector<std::string>> complete_names(std::vector<std::string> arguments) {
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    if (const char digit = unknown_digit(argument); digit != 0) {
      return input_failure(std::string{'-', digit}, "unknown option", "try --help");
    }
    if (!argument.starts_with("--")) continue;
    auto completed = complete_name(argument);
    if (!completed) return tl::unexpected(std::move(completed.error()));
    argument = *std::move(completed);
  }
  return arguments;
}

}  // namespace nd::netstat
