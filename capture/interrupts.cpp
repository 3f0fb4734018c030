#include "capture/interrupts.h"

#include <unistd.h>

#include "capture/guard/messages.h"
#include "common/sys/syscall.h"

namespace nd::capture {

void Interrupts::poll() {
  if (!events_) return;
  char bytes[64];
  ssize_t got = 0;
  while ((got = retry_eintr([&] { return ::read(events_.get(), bytes, sizeof bytes); })) > 0) {
    for (ssize_t i = 0; i < got; ++i) {
      const auto event = static_cast<Event>(bytes[i]);
      stop_ = stop_ || event == Event::kStop;
      statistics_ = statistics_ || event == Event::kStatistics;
      flush_ = flush_ || event == Event::kFlush;
      command_over_ = command_over_ || event == Event::kCommandOver;
    }
  }
  if (got == 0) stop_ = true;
}

}  // namespace nd::capture
