#include "common/cli/app.h"

#include <algorithm>

#include "common/cli/cli11.h"
#include "common/cli/completions.h"
#include "common/cli/help.h"
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
std::string explain(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> extra = app.remaining();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !extra.empty()) {
    const bool is_option = extra.front().starts_with('-');
    return extra.front() + (is_option ? ": unknown option" : ": unexpected argument");
  }
  std::string text = error.what();
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
  constexpr const char* kGroup = "About";
  app.set_help_flag(conventions.short_help ? "-h,--help" : "--help", "Show this help")->group(kGroup);
  app.set_version_flag("--version", conventions.version, "Show the version")->group(kGroup);
  app.add_option("--completions", shell, "Print the completions for this shell")
      ->type_name("SHELL")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->group(kGroup);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 pops from the back
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return print(tool, help_text(app));
  } catch (const CLI::CallForVersion&) {
    return print(tool, conventions.version);
  } catch (const CLI::ParseError& error) {
    complain(tool, explain(app, error) + " (try --help)");
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
