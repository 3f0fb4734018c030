// mylsof: declares the command line, parses it, runs, and turns what happened into an exit status.

#include "common/cli/app.h"
#include "common/cli/help.h"
#include "common/sys/out_of_memory.h"
#include "common/sys/output.h"
#include "common/sys/signals.h"
#include "common/sys/standard_streams.h"
#include "lsof/options.h"
#include "lsof/repeat.h"
#include "lsof/translate.h"

namespace {

constexpr std::string_view kTool = "mylsof";
constexpr char kVersion[] = "mylsof " ND_VERSION "\n";

int fail(const nd::Error& error) {
  nd::complain(kTool, error.message());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  nd::hold_standard_streams();
  nd::end_when_out_of_memory("mylsof");
  nd::ignore_sigpipe();
  nd::ignore_sigxfsz();
  nd::cli::CommandLine line{"List open files and who holds them.", std::string(kTool)};
  nd::lsof::RawOptions raw;
  nd::lsof::declare(line, raw);
  nd::lsof::Asked asked;
  auto words = nd::lsof::translate(line, nd::cli::arguments_of(argc, argv), asked);
  if (!words) return fail(words.error());
  const nd::cli::Conventions conventions{.usage_status = 1, .version = kVersion};
  if (const auto status = nd::cli::parse(line, std::move(*words), conventions)) return *status;
  nd::lsof::note_given(line, raw);
  auto options = nd::lsof::interpret(raw);
  if (!options) return fail(options.error());
  std::string told;
  if (asked.help) told += nd::cli::help_text(line.description());
  if (asked.version) told += kVersion;
  if (options->field_help) told += nd::lsof::field_help();
  if (!told.empty()) {
    static_cast<void>(nd::write_all(2, told, "standard error"));
    return 0;
  }
  return nd::cli::finish(kTool, nd::lsof::run_repeatedly(raw));
}
