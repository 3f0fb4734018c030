// lsof's command line is older than today's conventions: options begin with '-' or '+', may be glued together, and
// some take a value only if the next word looks like one. Here it becomes one plain option a word, which is what the
// option parser gets. Pure: words in, words out; `line` tells which long options take a value.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/cli/command_line.h"

namespace nd::lsof {

// What lsof writes to standard error once it has found nothing wrong with the other options.
struct Asked {
  bool help = false;     // -h, -?
  bool version = false;  // -v
};

// {"-nPi4TCP", "+c15", "file"} → {"-n", "-P", "--internet=4TCP", "--command-width=15", "--", "file"}. -h, -? and -v
// leave the words for `asked`.
Result<std::vector<std::string>> translate(const cli::CommandLine& line, const std::vector<std::string>& words,
                                           Asked& asked);

}  // namespace nd::lsof
