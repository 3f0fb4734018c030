#include "common/sys/event_loop.h"

#include <array>

#include "common/sys/syscall.h"

namespace nd {

Result<EventLoop> EventLoop::create() {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return system_failure("epoll_create1", "epoll");
  return EventLoop(std::move(epoll));
}

Status EventLoop::control(int operation, int fd, std::uint32_t events, Watch* watch) {
  // A pointer and not the number: that may be another descriptor's by the time the event is looked at.
  epoll_event event{.events = events | EPOLLET, .data = {.ptr = watch}};
  if (::epoll_ctl(epoll_.get(), operation, fd, &event) < 0) return system_failure("epoll_ctl", "epoll");
  return {};
}

Status EventLoop::add(int fd, std::uint32_t events, Handler handler) {
  auto watch = std::make_unique<Watch>(Watch{std::move(handler)});
  if (auto done = control(EPOLL_CTL_ADD, fd, events, watch.get()); !done) return done;
  retire(fd);  // closed without remove(), and its number used again
  watches_.emplace(fd, std::move(watch));
  return {};
}

Status EventLoop::modify(int fd, std::uint32_t events) {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return system_failure(ENOENT, "epoll_ctl", "epoll");
  return control(EPOLL_CTL_MOD, fd, events, found->second.get());
}

void EventLoop::remove(int fd) {
  if (retire(fd)) ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

bool EventLoop::retire(int fd) {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return false;
  found->second->removed = true;
  std::erase(unfinished_, found->second.get());
  retired_.push_back(std::move(found->second));
  watches_.erase(found);
  return true;
}

void EventLoop::take_turn(Watch* watch, std::uint32_t events) {
  if (watch->removed || stopped_) return;
  const Drain drain = watch->handler(events);
  if (drain == Drain::kMore && !watch->removed) unfinished_.push_back(watch);
}

Result<std::size_t> EventLoop::run_once(std::chrono::milliseconds timeout) {
  stopped_ = false;
  retired_.clear();
  std::array<epoll_event, 64> ready;
  const int wait = unfinished_.empty() ? static_cast<int>(timeout.count()) : 0;
  const int n = ::epoll_wait(epoll_.get(), ready.data(), static_cast<int>(ready.size()), wait);
  if (n < 0 && errno != EINTR) return system_failure("epoll_wait", "epoll");
  std::vector<Watch*> again;
  again.swap(unfinished_);
  std::size_t ran = again.size();
  for (int i = 0; i < n; ++i) {
    const epoll_event& event = ready[static_cast<std::size_t>(i)];
    auto* watch = static_cast<Watch*>(event.data.ptr);
    ran += std::erase(again, watch) == 0 ? 1 : 0;  // its turn is now
    take_turn(watch, event.events);
  }
  for (Watch* watch : again) take_turn(watch, 0);
  return ran;
}

Status EventLoop::run() {
  while (!watches_.empty()) {
    if (const auto ran = run_once(std::chrono::milliseconds(-1)); !ran) return tl::unexpected(ran.error());
    if (stopped_) break;
  }
  return {};
}

}  // namespace nd
