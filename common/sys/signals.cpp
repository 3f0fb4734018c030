#include "common/sys/signals.h"

#include <sys/signalfd.h>

#include <csignal>

#include "common/sys/syscall.h"

namespace nd {
namespace {

bool is_ignored(int signal) {
  struct sigaction now {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

Result<SignalSource> SignalSource::create(std::initializer_list<int> signals) {
  sigset_t wanted;
  ::sigemptyset(&wanted);
  for (const int signal : signals) {
    if ((signal == SIGHUP || signal == SIGTSTP) && is_ignored(signal)) continue;
    ::sigaddset(&wanted, signal);
  }
  if (::sigprocmask(SIG_BLOCK, &wanted, nullptr) < 0) return system_failure("sigprocmask", "signals");
  UniqueFd fd(::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!fd) return system_failure("signalfd", "signals");
  return SignalSource(std::move(fd));
}

std::optional<int> SignalSource::next() {
  signalfd_siginfo info{};
  const ssize_t n = retry_eintr([&] { return ::read(fd_.get(), &info, sizeof info); });
  if (n != sizeof info) return std::nullopt;
  return static_cast<int>(info.ssi_signo);
}

void ignore_sigpipe() { ::signal(SIGPIPE, SIG_IGN); }

void ignore_sigxfsz() { ::signal(SIGXFSZ, SIG_IGN); }

}  // namespace nd
