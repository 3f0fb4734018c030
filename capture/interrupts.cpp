#include "capture/interrupts.h"

#include <csignal>

namespace nd::capture {

Result<Interrupts> Interrupts::create(bool live) {
  Result<SignalSource> source =
      live ? SignalSource::create({SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGCHLD})
           : SignalSource::create({SIGINT, SIGTERM, SIGHUP, SIGUSR2});
  if (!source) return tl::unexpected(source.error());
  if (!live) std::signal(SIGUSR1, SIG_IGN);  // there are no counts to tell of
  ignore_sigpipe();
  return Interrupts(std::move(*source));
}

void Interrupts::poll() {
  while (const auto signal = source_.next()) {
    switch (*signal) {
      case SIGUSR1:
        statistics_ = true;
        break;
      case SIGUSR2:
        flush_ = true;
        break;
      case SIGCHLD:
        child_ = true;
        break;
      case SIGALRM:
        break;
      default:
        stop_ = true;
    }
  }
}

}  // namespace nd::capture
