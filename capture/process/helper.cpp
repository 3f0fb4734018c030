#include "capture/process/helper.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "capture/privilege.h"
#include "capture/process/helper_loop.h"
#include "common/sys/output.h"
#include "common/sys/privileges.h"
#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

// A signal to the whole group, as ^C is one, ends the capture; the helper then ends with it, its questions answered.
void leave_signals_to_the_capture() {
  sigset_t all;
  ::sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
}

// Nobody who reads what the capture prints shall wait for the helper's end.
void leave_standard_streams() {
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null) return;
  ::dup2(null.get(), STDIN_FILENO);
  ::dup2(null.get(), STDOUT_FILENO);
}

Status give_up_rights(const std::string& user) {
  if (::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) return system_failure("prctl", "keepcaps");
  if (Status become = become_user(user); !become) return become;
  if (Status forbidden = forbid_new_privileges(); !forbidden) return forbidden;
  return keep_privileges({CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH});
}

[[noreturn]] void be_helper(UniqueFd fd, const WantedProcess& wanted, const std::string& user) {
  leave_signals_to_the_capture();
  leave_standard_streams();
  Status done = give_up_rights(user);
  if (done) done = answer_questions(fd.get(), wanted);
  if (!done) complain("mycap", done.error().message());
  ::_exit(done ? 0 : 1);
}

}  // namespace

Result<ProcessHelper> ProcessHelper::start(const WantedProcess& wanted, const std::string& user) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return system_failure("socketpair", "--process");
  UniqueFd ours(ends[0]);
  UniqueFd its(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return system_failure("fork", "--process");
  if (child == 0) {
    ours.reset();
    be_helper(std::move(its), wanted, user);
  }
  return ProcessHelper(std::move(ours));
}

bool ProcessHelper::ask(const OwnersQuestion& question) {
  const ssize_t sent =
      retry_eintr([&] { return ::send(fd_.get(), &question, sizeof question, MSG_DONTWAIT | MSG_NOSIGNAL); });
  if (sent < 0 && errno != EAGAIN) gone_ = true;
  return sent >= 0;
}

std::optional<OwnersAnswer> ProcessHelper::answer() {
  OwnersAnswer answer;
  const ssize_t got = retry_eintr([&] { return ::recv(fd_.get(), &answer, sizeof answer, MSG_DONTWAIT); });
  if (got == static_cast<ssize_t>(sizeof answer)) return answer;
  if (got >= 0 || errno != EAGAIN) gone_ = true;
  return std::nullopt;
}

}  // namespace nd::capture
