// Who has this address? Asked on the wire itself, since the kernel's neighbour table keeps only one of two answers.
#pragma once

#include <chrono>
#include <vector>

#include "common/base/result.h"
#include "common/model/address.h"
#include "common/sys/unique_fd.h"

namespace nd::ping {

class ArpSocket {
 public:
  ArpSocket() = default;
  // Hears nothing until ask(). Needs CAP_NET_RAW; without it nobody is ever found.
  static ArpSocket open();

  // The MACs that answer for `target` (IPv4) within `wait`, each once.
  std::vector<Mac> ask(int interface, const Mac& own, const IpAddress& source, const IpAddress& target,
                       std::chrono::milliseconds wait) const;

 private:
  UniqueFd fd_;
};

}  // namespace nd::ping
