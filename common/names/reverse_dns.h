// Names of addresses by DNS: c-ares on the event loop, many look-ups at once.
#pragma once

#include <chrono>
#include <memory>

#include "common/base/result.h"
#include "common/names/host_names.h"
#include "common/sys/event_loop.h"

namespace nd {

class ReverseDns final : public HostNames {
 public:
  // Reads resolv.conf and hosts. `loop` must outlive it. Each name server is asked `tries` times; the first answer is
  // waited for for `timeout`, later ones for longer (ares_init_options(3)). What stands in the hosts file is known at
  // once.
  static Result<std::unique_ptr<ReverseDns>> create(EventLoop& loop,
                                                    std::chrono::milliseconds timeout = std::chrono::seconds(2),
                                                    int tries = 2);
  ~ReverseDns() override;

 private:
  struct Impl;
  explicit ReverseDns(std::unique_ptr<Impl> impl);
  void ask(const IpAddress& address) override;

  std::unique_ptr<Impl> impl_;
};

}  // namespace nd
