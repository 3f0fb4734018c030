// The conventions that the four command lines share, beside what each declares: --help, --version, --completions, one
// line on standard error for bad input, and the exit status the peer uses for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/cli/command_line.h"

namespace nd::cli {

struct Conventions {
  int usage_status = 2;                     // exit status for a bad command line
  int write_status = 1;                     // for help and the like that could not be written
  std::string version;                      // printed by --version, with its newline
  std::string (*version_more)() = nullptr;  // printed behind it: what costs something to find out
  bool short_help = true;                   // -h means --help
};

// Parses; the exit status when the run is over with that (help, version, completions, an error), else nullopt.
// With `arguments` those are parsed instead of argv's (a tool has translated its peer's odd syntax).
std::optional<int> parse(CommandLine& line, int argc, char** argv, const Conventions& conventions);
std::optional<int> parse(CommandLine& line, std::vector<std::string> arguments, const Conventions& conventions);

// The status of a run; an error is printed as "tool: object: reason (remedy)" and gives `failure_status`.
// A closed pipe (EPIPE on standard output) ends quietly.
int finish(std::string_view tool, const Result<int>& status, int failure_status = 1);

// `text` to standard output and the exit status: `write_status` after one line when it could not be written, 0 for a
// closed pipe.
int print(std::string_view tool, std::string_view text, int write_status = 1);

// argv without its first element; argc may be 0.
std::vector<std::string> arguments_of(int argc, char** argv);

}  // namespace nd::cli
