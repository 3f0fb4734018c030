#include "common/sys/timer.h"

#include <sys/timerfd.h>

#include <algorithm>
#include <cstdint>

#include "common/sys/syscall.h"

namespace nd {
namespace {

timespec to_timespec(std::chrono::nanoseconds time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
}

Status set_timer(int fd, std::chrono::nanoseconds first, std::chrono::nanoseconds interval) {
  const itimerspec spec{.it_interval = to_timespec(interval), .it_value = to_timespec(first)};
  if (::timerfd_settime(fd, TFD_TIMER_ABSTIME, &spec, nullptr) < 0) return system_failure("timerfd_settime", "timer");
  return {};
}

// Zero would disarm; a time that is past fires at once.
std::chrono::nanoseconds never_zero(MonotonicTime when) {
  return std::max(when.time_since_epoch(), std::chrono::nanoseconds(1));
}

}  // namespace

MonotonicTime monotonic_now() { return std::chrono::steady_clock::now(); }

Result<Timer> Timer::create() {
  UniqueFd fd(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  if (!fd) return system_failure("timerfd_create", "timer");
  return Timer(std::move(fd));
}

Status Timer::set(MonotonicTime when) { return set_timer(fd_.get(), never_zero(when), std::chrono::nanoseconds(0)); }

Status Timer::set_periodic(MonotonicTime first, std::chrono::nanoseconds interval) {
  return set_timer(fd_.get(), never_zero(first), interval);
}

Status Timer::disarm() { return set_timer(fd_.get(), std::chrono::nanoseconds(0), std::chrono::nanoseconds(0)); }

std::uint64_t Timer::drain() {
  std::uint64_t fired = 0;
  std::uint64_t count = 0;
  while (retry_eintr([&] { return ::read(fd_.get(), &count, sizeof count); }) == sizeof count) fired += count;
  return fired;
}

}  // namespace nd
