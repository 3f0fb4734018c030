#include "capture/guard/decoder.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>

#include "capture/dissect/interface_names.h"
#include "capture/name_source.h"
#include "capture/run.h"
#include "common/cli/app.h"
#include "common/sys/build_kind.h"
#include "common/sys/output.h"
#include "common/sys/sandbox.h"
#include "common/sys/signals.h"

namespace nd::capture {
namespace {

// Nobody would be told of a capture that goes on without its monitor.
void end_with(pid_t monitor) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != monitor) ::_exit(1);
}

Status shut_in(const Options& options, const std::vector<int>& only_read) {
  if (Status forbidden = forbid_writing(only_read); !forbidden) return forbidden;
  const Result<Sandbox> sandbox = enter_sandbox(Task::kDecode);
  if (!sandbox) return tl::unexpected(sandbox.error());
  if (options.print.verbose > 0 && !kInstrumented && !sandbox->whole())
    complain("mycap", "this kernel offers " + sandbox->describe() + " to shut the decoder in");
  return {};
}

// What is read now cannot be read later.
Status prepare(pid_t monitor, const Options& options, const std::optional<UserIds>& user, Asker& asker,
               const std::vector<int>& only_read) {
  if (Status dropped = drop_everything(user); !dropped) return dropped;
  end_with(monitor);  // a change of user would undo it
  ::tzset();
  if (options.system_names != nullptr) options.system_names->prepare();
  InterfaceNames::ask_with([&asker](std::uint32_t index) { return asker.interface_name(index); });
  return shut_in(options, only_read);
}

}  // namespace

void be_decoder(pid_t monitor, const Options& options, const std::optional<UserIds>& user, DecoderEnds ends,
                const Monitor::Decode& decode) {
  ignore_sigpipe();
  Asker asker(std::move(ends.socket), *ends.state);
  Interrupts interrupts(std::move(ends.events));
  const auto run = [&]() -> Result<int> {
    if (Status prepared = prepare(monitor, options, user, asker, ends.only_read); !prepared)
      return tl::unexpected(prepared.error());
    return decode(asker, interrupts);
  };
  const int status = cli::finish("mycap", with_remedy(run()));
  if (kInstrumented) std::exit(status);
  ::_exit(status);  // what libpcap undoes at an exit is the monitor's
}

}  // namespace nd::capture
