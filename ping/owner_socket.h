// Who has this address? Asked on the wire itself, since the kernel's neighbour table keeps only one of two answers.
#pragma once

#include <chrono>
#include <vector>

#include "common/base/result.h"
#include "common/model/address.h"
#include "common/sys/unique_fd.h"

namespace nd::ping {

// The wire's own question: ARP for IPv4, a neighbour solicitation for IPv6.
struct OwnerQuestion {
  int interface = 0;
  Mac own;
  IpAddress source;
  IpAddress target;
};

class OwnerSocket {
 public:
  OwnerSocket() = default;
  // Hears nothing until ask(). Needs CAP_NET_RAW; without it nobody is ever found.
  static OwnerSocket open(Family family);

  int fd() const { return fd_.get(); }  // non-blocking; -1: there is none
  // False where it could not be sent.
  bool ask(const OwnerQuestion& question) const;
  // Adds the MACs that answered since, each once.
  void read(const OwnerQuestion& question, std::vector<Mac>& into) const;

 private:
  bool send_arp(const OwnerQuestion& question) const;
  bool send_solicitation(const OwnerQuestion& question) const;

  UniqueFd fd_;
};

}  // namespace nd::ping
