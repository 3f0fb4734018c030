// Names of addresses from a process of their own, for programs that shut themselves in: they can open no socket and no
// file any more, and answers of name servers are parsed where nothing else is at stake.
#pragma once

#include <chrono>
#include <memory>

#include "common/base/result.h"
#include "common/names/host_names.h"
#include "common/sys/event_loop.h"
#include "common/sys/unique_fd.h"

namespace nd {

class NameProcess final : public HostNames {
 public:
  // Forks: to be called before threads are made, with the privileges that the child is to keep, which are none. It ends
  // when this object does. `loop` must outlive it; what timeout and tries mean, ReverseDns tells.
  static Result<std::unique_ptr<NameProcess>> create(EventLoop& loop, std::chrono::milliseconds timeout, int tries);
  ~NameProcess() override;

  // Until each question was looked up in the hosts file, so that what stands there is known. False: it took longer than
  // `patience`.
  bool await_hosts_file(std::chrono::milliseconds patience);

 private:
  NameProcess(EventLoop& loop, UniqueFd socket) : loop_(loop), socket_(std::move(socket)) {}
  void ask(const IpAddress& address) override;
  void receive();

  EventLoop& loop_;
  UniqueFd socket_;
  std::size_t unheard_ = 0;  // questions of which nothing was heard
};

}  // namespace nd
