#include "common/cli/app.h"

#include <algorithm>

#include "common/cli/completions.h"
#include "common/sys/output.h"

namespace nd::cli {
namespace {

int print(std::string_view tool, std::string_view text) {
  if (const Status written = write_all(1, text, "standard output"); !written) {
    if (written.error().code == EPIPE) return 0;
    complain(tool, written.error().message());
    return 1;
  }
  return 0;
}

// CLI11's own words name its classes; ours name the option and what to do.
std::string explain(const CLI::ParseError& error) {
  std::string text = error.what();
  constexpr std::string_view kExtra = "The following argument was not expected: ";
  constexpr std::string_view kExtras = "The following arguments were not expected: ";
  if (text.starts_with(kExtra)) return text.substr(kExtra.size()) + ": unknown option";
  if (text.starts_with(kExtras)) return text.substr(kExtras.size()) + ": unknown options";
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

std::vector<std::string> arguments_of(int argc, char** argv) {
  if (argc < 2) return {};
  return {argv + 1, argv + argc};
}

std::optional<int> parse(CLI::App& app, int argc, char** argv, const Conventions& conventions) {
  return parse(app, arguments_of(argc, argv), conventions);
}

std::optional<int> parse(CLI::App& app, std::vector<std::string> arguments, const Conventions& conventions) {
  const std::string tool = app.get_name();
  std::string shell;
  app.set_help_flag(conventions.short_help ? "-h,--help" : "--help", "Show this help");
  app.set_version_flag("--version", conventions.version, "Show the version");
  app.add_option("--completions", shell, "Print the completions for this shell: bash, zsh or fish")->type_name("SHELL");
  std::reverse(arguments.begin(), arguments.end());  // CLI11 pops from the back
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return print(tool, app.help());
  } catch (const CLI::CallForVersion&) {
    return print(tool, conventions.version);
  } catch (const CLI::ParseError& error) {
    complain(tool, explain(error) + " (try --help)");
    return conventions.usage_status;
  }
  if (shell.empty()) return std::nullopt;
  const Result<std::string> script = completions(app, shell);
  if (!script) {
    complain(tool, script.error().message());
    return conventions.usage_status;
  }
  return print(tool, *script);
}

int finish(std::string_view tool, const Result<int>& status, int failure_status) {
  if (status) return *status;
  if (status.error().code == EPIPE && status.error().call == "write") return failure_status;
  complain(tool, status.error().message());
  return failure_status;
}

}  // namespace nd::cli
