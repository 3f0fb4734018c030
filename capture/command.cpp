#include "capture/command.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "common/sys/output.h"
#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

// What the capture blocks and ignores is its own affair.
void restore_signals() {
  for (const int number : {SIGPIPE, SIGXFSZ, SIGUSR1}) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void fail(const std::string& program) {
  complain("mycap", system_failure("execve", program).value().message());
  constexpr int kCannotRun = 127;  // the shell's status for it
  ::_exit(kCannotRun);
}

}  // namespace

Result<WaitingCommand> WaitingCommand::create(const std::string& text) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return system_failure("pipe2", text);
  UniqueFd wait(ends[0]);
  UniqueFd gate(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return system_failure("fork", text);
  if (child > 0) return WaitingCommand(child, std::move(gate));
  gate.reset();
  char go = 0;
  if (retry_eintr([&] { return ::read(wait.get(), &go, 1); }) != 1) ::_exit(0);
  restore_signals();
  ::execl("/bin/sh", "sh", "-c", text.c_str(), static_cast<char*>(nullptr));
  fail("/bin/sh");
}

Status WaitingCommand::start() {
  const char go = 1;
  if (retry_eintr([&] { return ::write(gate_.get(), &go, 1); }) != 1) return system_failure("write", "--run");
  gate_.reset();
  return {};
}

Status run_on_file(const std::string& program, const std::string& file) {
  const pid_t child = ::fork();
  if (child < 0) return system_failure("fork", program);
  if (child > 0) return {};
  ::setpriority(PRIO_PROCESS, 0, 19);
  restore_signals();
  ::execlp(program.c_str(), program.c_str(), file.c_str(), static_cast<char*>(nullptr));
  fail(program);
}

}  // namespace nd::capture
