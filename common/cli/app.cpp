#include "common/cli/app.h"

#include "common/cli/completions.h"
#include "common/cli/help.h"
#include "common/sys/output.h"

namespace nd::cli {

int print(std::string_view tool, std::string_view text, int write_status) {
  if (const Status written = write_all(1, text, "standard output"); !written) {
    if (written.error().code == EPIPE) return 0;
    complain(tool, written.error().message());
    return write_status;
  }
  return 0;
}

std::vector<std::string> arguments_of(int argc, char** argv) {
  if (argc < 2) return {};
  return {argv + 1, argv + argc};
}

std::optional<int> parse(CommandLine& line, int argc, char** argv, const Conventions& conventions) {
  return parse(line, arguments_of(argc, argv), conventions);
}

std::optional<int> parse(CommandLine& line, std::vector<std::string> arguments, const Conventions& conventions) {
  using Kind = CommandLine::Outcome::Kind;
  line.about(conventions.short_help ? "-h,--help" : "--help");
  const CommandLine::Outcome outcome = line.parse(std::move(arguments));
  switch (outcome.kind) {
    case Kind::kRun:
      return std::nullopt;
    case Kind::kHelp:
      return print(line.tool(), help_text(line.description()), conventions.write_status);
    case Kind::kVersion:
      return print(line.tool(), conventions.version + (conventions.version_more ? conventions.version_more() : ""),
                   conventions.write_status);
    case Kind::kCompletions:
      return print(line.tool(), completions(line.description(), outcome.word).value_or(""), conventions.write_status);
    case Kind::kRefused:
      break;
  }
  complain(line.tool(), outcome.word + " (try --help)");
  return conventions.usage_status;
}

int finish(std::string_view tool, const Result<int>& status, int failure_status) {
  if (status) return *status;
  if (status.error().code == EPIPE && status.error().call == "write") return failure_status;
  complain(tool, status.error().message());
  return failure_status;
}

}  // namespace nd::cli
