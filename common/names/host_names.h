// Names of addresses, asked for in the background, each answer kept. Whoever prints may wait for an answer or show the
// number; the work goes on meanwhile.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/model/address.h"

namespace nd {

class HostNames {
 public:
  // The name as the hosts file or DNS gave it (foreign bytes, to be escaped), nullopt without one.
  using OnName = std::function<void(const std::optional<std::string>&)>;

  virtual ~HostNames() = default;
  HostNames(const HostNames&) = delete;
  HostNames& operator=(const HostNames&) = delete;

  // Calls `f` once: at once when the answer is known, else from the event loop, or never when this object ends before.
  // `f` must not destroy it.
  void look_up(const IpAddress& address, OnName f);
  // Without asking: the outer optional is empty when it is not known yet.
  std::optional<std::optional<std::string>> known(const IpAddress& address) const;
  std::size_t pending() const { return pending_; }

 protected:
  HostNames() = default;
  // The answer goes to answer(), once, now or later.
  virtual void ask(const IpAddress& address) = 0;
  // Of an address that was asked for and is still open; anything else is passed over.
  void answer(const IpAddress& address, std::optional<std::string> name);
  // No name for whatever is still open.
  void give_up();

 private:
  struct Entry {
    bool known = false;
    std::optional<std::string> name;
    std::vector<OnName> waiting;
  };

  std::map<IpAddress, Entry> entries_;
  std::size_t pending_ = 0;
};

}  // namespace nd
