// myping: ping, to the byte like that of iputils, and the path to the host beside it.
#include "common/cli/app.h"
#include "common/sys/output.h"
#include "common/sys/privileges.h"
#include "common/sys/signals.h"
#include "common/sys/standard_streams.h"
#include "ping/options.h"
#include "ping/run.h"
#include "ping/version.h"

namespace {

constexpr char kTool[] = "myping";

int leave(const nd::ping::Refusal& refusal) {
  if (!refusal.message.empty()) nd::complain(kTool, refusal.message);
  return refusal.status;
}

int print(int fd, std::string_view text, int status) {
  const nd::Status written = nd::write_all(fd, text, "standard output");
  return written ? status : leave({1, written.error().message()});
}

// As links the program is called ping4 and ping6.
nd::Family family_of(std::string_view program) {
  if (program.ends_with('4')) return nd::Family::kIpv4;
  return program.ends_with('6') ? nd::Family::kIpv6 : nd::Family::kNone;
}

}  // namespace

int main(int argc, char** argv) {
  nd::hold_standard_streams();
  nd::ignore_sigxfsz();
  static_cast<void>(nd::forbid_new_privileges());
  const auto options = nd::ping::parse_options(nd::cli::arguments_of(argc, argv), family_of(argc > 0 ? argv[0] : ""));
  if (!options) return leave(options.error());
  if (options->show_help) return print(2, nd::ping::help_text(), 2);
  if (options->show_version) return print(1, nd::ping::kVersionLine + nd::ping::sandbox_line(), 0);
  static_cast<void>(nd::make_undumpable());
  const auto status = nd::ping::run(*options);
  return status ? *status : leave(status.error());
}
