// getopt_long's habits, which the shared command-line parser has not: long names may be cut short while that is
// unambiguous, and a flag takes no value. Only netstat's own names may be cut, so that new options change no old call.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace nd::netstat {

// netstat's long options; the value is whether it takes one.
struct PeerOption {
  std::string_view name;
  bool takes_value;
};
std::span<const PeerOption> peer_options();

// The same command line with netstat's long names in full.
Result<std::vector<std::string>> complete_names(std::vector<std::string> arguments);

}  // namespace nd::netstat
