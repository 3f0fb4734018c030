// The way to a host, hop by hop: probes whose time to live ends on the way bring the routers to speak (RFC 792). Walked
// when a run is over, so that no figure of it is touched.
#pragma once

#include <optional>
#include <vector>

#include "ping/await.h"
#include "ping/echo_packet.h"
#include "ping/echo_socket.h"

namespace nd::ping {

struct Hop {
  enum class Kind : std::uint8_t { kSilent, kExceeded, kReached, kRefused };
  int ttl = 0;
  Kind kind = Kind::kSilent;
  IpAddress from{};       // who spoke
  std::uint8_t type = 0;  // of the ICMP error that it sent
  std::uint8_t code = 0;
  std::uint32_t info = 0;
  std::chrono::nanoseconds rtt{0};
};

class PathProber {
 public:
  // `socket` outlives it. Sequence numbers go on from `sequence`. An interrupted wait ends all asking.
  // What `own` says is this host's, not a hop's.
  PathProber(EchoSocket& socket, const SocketAddress& to, const IpAddress& own, std::uint16_t ident,
             std::uint64_t sequence, Await await);

  bool interrupted() const { return interrupted_; }

  // One probe; what came back within `wait`.
  Hop ask(int ttl, std::chrono::milliseconds wait);

 private:
  bool send(int ttl);
  std::optional<Hop> look();
  bool is_ours(const IcmpHeader& header) const;

  EchoSocket& socket_;
  SocketAddress to_;
  IpAddress own_;
  std::uint16_t ident_;
  std::uint16_t sequence_;
  EchoRequest request_;
  Await await_;
  bool interrupted_ = false;
};

// Until the host, somebody who refuses, or too much silence.
std::vector<Hop> walk(PathProber& prober);
// The farthest router that spoke; nullptr when none did.
const Hop* last_speaker(const std::vector<Hop>& hops);

}  // namespace nd::ping
