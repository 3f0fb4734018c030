// getopt's reading of short options, in front of CommandLine: clusters (-qnc1), values that begin with a dash (-c -1),
// the first letter that is unknown named the way getopt(3) names it. What has a value is learned from the command line.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/cli/command_line.h"

namespace nd::cli {

// `arguments` with each short option a token of its own and its value attached ("-q", "-n", "-c1"). Everything after
// "--" and every long option stays. Errors: "invalid option -- 'Z'", "option requires an argument -- 'c'".
Result<std::vector<std::string>> split_short_options(const CommandLine& line,
                                                     const std::vector<std::string>& arguments);

}  // namespace nd::cli
