// Edge-triggered epoll. The kernel tells of readiness once, so a handler reads until EAGAIN and says kEmpty; one that
// used up its budget says kMore and goes again after the others had their turn, so a flood starves no timer.
#pragma once

#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd {

enum class Drain : std::uint8_t { kEmpty, kMore };

class EventLoop {
 public:
  using Handler = std::function<Drain(std::uint32_t events)>;  // EPOLLIN …; 0 on a turn that kMore asked for

  static Result<EventLoop> create();

  // Watches a non-blocking descriptor, which stays the caller's; EPOLLET is added here. A handler may add and remove
  // descriptors, itself included, but must not run the loop. Remove a descriptor before it is closed: where another one
  // holds the same open file, epoll would go on telling of it.
  Status add(int fd, std::uint32_t events, Handler handler);
  // The events watched for from now on.
  Status modify(int fd, std::uint32_t events);
  void remove(int fd);

  // Until stop() is called or nothing is watched any more. After a stop() no handler is called any more, not even for
  // what was ready already: the kernel told it once, so a stopped loop is not run again.
  Status run();
  // Waits at most `timeout` (negative: for ever) and runs what is due. Returns how many handlers ran.
  Result<std::size_t> run_once(std::chrono::milliseconds timeout);
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }

 private:
  struct Watch {
    Handler handler;
    bool removed = false;
  };

  explicit EventLoop(UniqueFd epoll) : epoll_(std::move(epoll)) {}
  Status control(int operation, int fd, std::uint32_t events, Watch* watch);
  bool retire(int fd);
  void take_turn(Watch* watch, std::uint32_t events);

  UniqueFd epoll_;
  std::unordered_map<int, std::unique_ptr<Watch>> watches_;
  std::vector<Watch*> unfinished_;               // said kMore
  std::vector<std::unique_ptr<Watch>> retired_;  // removed in this round, in which epoll may have named them already
  bool stopped_ = false;
};

}  // namespace nd
