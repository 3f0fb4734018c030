// Long options cut short, as getopt_long(3) takes them: `--cou` is `--count`. Scripts written for tcpdump have them, so
// where one of its names and one of ours begin alike, its name is meant.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/cli/command_line.h"

namespace nd::capture {

// `arguments` with each long option's name in full; what no option's name begins with stays. An error where several do.
Result<std::vector<std::string>> complete_long_options(const cli::CommandLine& line,
                                                       std::vector<std::string> arguments);

}  // namespace nd::capture
