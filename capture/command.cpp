#include "capture/command.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "common/sys/output.h"
#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

// What the capture blocks and ignores is its own affair.
void restore_signals() {
  for (const int number : {SIGPIPE, SIGXFSZ, SIGTTOU, SIGUSR1}) ::signal(number, SIG_DFL);
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
  if (child > 0) {
    ::setpgid(child, child);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);  // what the shell leaves behind can be waited for, see await_end()
    return WaitingCommand(child, std::move(gate));
  }
  ::setpgid(0, 0);  // both do, for whoever is first
  gate.reset();
  char go = 0;
  if (retry_eintr([&] { return ::read(wait.get(), &go, 1); }) != 1) ::_exit(0);
  restore_signals();
  ::execl("/bin/sh", "sh", "-c", text.c_str(), static_cast<char*>(nullptr));
  fail("/bin/sh");
}

Status WaitingCommand::start() {
  give_terminal();
  const char go = 1;
  if (retry_eintr([&] { return ::write(gate_.get(), &go, 1); }) != 1) return system_failure("write", "--run");
  gate_.reset();
  return {};
}

void WaitingCommand::give_terminal() {
  if (::tcgetpgrp(STDIN_FILENO) != ::getpgrp()) return;
  ::signal(SIGTTOU, SIG_IGN);  // for take_terminal()
  has_terminal_ = ::tcsetpgrp(STDIN_FILENO, pid_) == 0;
}

void WaitingCommand::take_terminal() {
  if (has_terminal_) ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
  has_terminal_ = false;
}

void WaitingCommand::stop_with_it() {
  take_terminal();
  ::kill(0, SIGSTOP);
  ::kill(0, SIGCONT);  // whoever continued this process alone: the others of the group were stopped with it
  give_terminal();
  ::kill(-pid_, SIGCONT);
}

void WaitingCommand::terminate() {
  if (::kill(-pid_, SIGTERM) != 0 && errno != ESRCH)
    complain("mycap", system_failure("kill", "--run").value().message());
  ::kill(-pid_, SIGCONT);  // a stopped process would not notice
}

bool WaitingCommand::is_gone_within(std::chrono::milliseconds patience) const {
  constexpr std::chrono::milliseconds kStep{5};
  for (;; patience -= kStep) {
    pid_t ended = 0;
    while ((ended = ::waitpid(-pid_, nullptr, WNOHANG)) > 0) {
    }
    if (ended < 0) return true;
    if (patience.count() <= 0) return false;
    std::this_thread::sleep_for(kStep);
  }
}

void WaitingCommand::await_end() {
  constexpr std::chrono::seconds kPatience{2};
  take_terminal();
  if (is_gone_within(kPatience)) return;
  complain("mycap", "--run: the command did not end with SIGTERM and is killed");
  ::kill(-pid_, SIGKILL);
  is_gone_within(kPatience);
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
