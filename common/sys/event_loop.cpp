#include "common/sys/event_loop.h"

#include <array>

#include "common/sys/syscall.h"

namespace nd {

Result<EventLoop> EventLoop::create() {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return system_failure("epoll_create1", "epoll");
  return EventLoop(std::move(epoll));
}

Status EventLoop::add(int fd, std::uint32_t events, Handler handler) {
  epoll_event event{.events = events | EPOLLET, .data = {.fd = fd}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) < 0) return system_failure("epoll_ctl", "epoll");
  watches_[fd] = std::make_shared<Watch>(Watch{fd, std::move(handler)});
  return {};
}

Status EventLoop::modify(int fd, std::uint32_t events) {
  epoll_event event{.events = events | EPOLLET, .data = {.fd = fd}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) < 0) return system_failure("epoll_ctl", "epoll");
  return {};
}

void EventLoop::remove(int fd) {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  found->second->removed = true;
  watches_.erase(found);
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void EventLoop::call(const std::shared_ptr<Watch>& watch, std::uint32_t events) {
  if (watch->removed) return;
  if (watch->handler(events) == Drain::kMore && !watch->removed) unfinished_.push_back(watch);
}

Result<std::size_t> EventLoop::run_once(std::chrono::milliseconds timeout) {
  std::array<epoll_event, 64> ready;
  const int wait = unfinished_.empty() ? static_cast<int>(timeout.count()) : 0;
  const int n = ::epoll_wait(epoll_.get(), ready.data(), static_cast<int>(ready.size()), wait);
  if (n < 0 && errno != EINTR) return system_failure("epoll_wait", "epoll");
  std::vector<std::shared_ptr<Watch>> again;
  again.swap(unfinished_);
  std::size_t ran = 0;
  for (int i = 0; i < n && !stopped_; ++i) {
    const auto found = watches_.find(ready[static_cast<std::size_t>(i)].data.fd);
    if (found == watches_.end()) continue;
    std::erase(again, found->second);  // its turn is now
    call(std::shared_ptr<Watch>(found->second), ready[static_cast<std::size_t>(i)].events);
    ++ran;
  }
  for (const auto& watch : again) {
    if (stopped_) break;
    call(watch, 0);
    ++ran;
  }
  return ran;
}

Status EventLoop::run() {
  stopped_ = false;
  while (!stopped_ && !watches_.empty()) {
    if (const auto ran = run_once(std::chrono::milliseconds(-1)); !ran) return tl::unexpected(ran.error());
  }
  return {};
}

}  // namespace nd
