// Names of addresses, asked for in the background: c-ares on the event loop, many look-ups at once, each answer kept.
// Whoever prints may wait for an answer or show the number; the work goes on meanwhile.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/model/address.h"
#include "common/sys/event_loop.h"

namespace nd {

class ReverseDns {
 public:
  // The name as the hosts file or DNS gave it (foreign bytes, to be escaped), nullopt without one.
  using OnName = std::function<void(const std::optional<std::string>&)>;

  // Reads resolv.conf and hosts. `loop` must outlive it. Each name server is asked `tries` times; the first answer is
  // waited for for `timeout`, later ones for longer (ares_init_options(3)).
  static Result<std::unique_ptr<ReverseDns>> create(EventLoop& loop,
                                                    std::chrono::milliseconds timeout = std::chrono::seconds(2),
                                                    int tries = 2);
  ~ReverseDns();
  ReverseDns(const ReverseDns&) = delete;
  ReverseDns& operator=(const ReverseDns&) = delete;

  // Calls `f` once: at once when the answer is known or stands in the hosts file, else from the event loop, or never
  // when this object ends before. `f` must not destroy it.
  void look_up(const IpAddress& address, OnName f);
  // Without asking: the outer optional is empty when it is not known yet.
  std::optional<std::optional<std::string>> known(const IpAddress& address) const;
  std::size_t pending() const { return pending_; }

 private:
  struct Impl;
  struct Entry;
  explicit ReverseDns(std::unique_ptr<Impl> impl);
  void answer(const IpAddress& address, std::optional<std::string> name);

  std::unique_ptr<Impl> impl_;
  std::map<IpAddress, Entry> entries_;
  std::size_t pending_ = 0;
};

}  // namespace nd
