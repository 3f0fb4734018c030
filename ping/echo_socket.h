// The socket that echo requests leave by and replies, errors and timestamps come back to: raw where that is allowed,
// else the kernel's unprivileged ICMP datagram socket.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "common/base/byte_reader.h"
#include "common/base/result.h"
#include "common/model/address.h"
#include "common/sys/sockaddr.h"
#include "common/sys/unique_fd.h"
#include "ping/rtt.h"

namespace nd::ping {

// What came in; views live until the next call.
struct Received {
  Bytes datagram;  // from the IP header on where the socket is raw IPv4, else from the ICMP header on
  IpAddress from;
  std::optional<std::uint8_t> ttl;
  Bytes ip_options;  // of datagram sockets
  WallTime stamp{0};
  std::chrono::nanoseconds hardware{0};
  int interface = 0;
};

// What the error queue holds: transmit stamps and errors, told apart by their origin.
struct QueuedError {
  enum class Origin : std::uint8_t { kStamp, kIcmp, kLocal, kOther };
  Origin origin = Origin::kOther;
  std::uint32_t stamp_key = 0;           // of kStamp: counts the packets sent since stamps were switched on
  WallTime stamp{0};                     // of kStamp: the kernel's, 0 in one that has
  std::chrono::nanoseconds hardware{0};  // the device's
  int code = 0;                          // errno
  std::uint8_t icmp_type = 0;
  std::uint8_t icmp_code = 0;
  std::uint32_t info = 0;  // MTU, pointer
  IpAddress offender;      // who sent the ICMP error
  IpAddress target;        // where the packet was going
  Bytes quoted;            // its ICMP message, as far as it was quoted
};

class EchoSocket {
 public:
  // Raw, else datagram. `raw_only`: identifier 0, which datagram sockets cannot have.
  static Result<EchoSocket> open(Family family, bool raw_only);

  int fd() const { return fd_.get(); }
  Family family() const { return family_; }
  bool raw() const { return raw_; }
  bool has_ip_header() const { return raw_ && family_ == Family::kIpv4; }

  // Kernel stamps of what is received, and of what is sent where `transmit`. Switching on again starts the keys at 0.
  // `hardware`: of the device too, where it has any.
  Status enable_stamps(bool transmit, bool hardware = false);
  // Of what is received alone, in a quarter of the bytes.
  Status enable_receive_stamps();
  // The device that each datagram came in through goes with it.
  Status tell_interface();
  // Lets only replies with this identifier pass; errors always do. Raw sockets only.
  Status filter_ident(std::uint16_t ident);
  // The identifier that the kernel gave a datagram socket, once it is bound or has sent.
  Result<std::uint16_t> bound_ident() const;

  Status send(Bytes message, const SocketAddress& to);
  // would_block() when there is none.
  Result<Received> receive();
  Result<QueuedError> receive_error();

 private:
  static constexpr std::size_t kLargest = 65536 + 256;

  EchoSocket(UniqueFd fd, Family family, bool raw);

  UniqueFd fd_;
  Family family_;
  bool raw_;
  std::unique_ptr<std::uint8_t[]> buffer_;
  std::unique_ptr<std::uint8_t[]> control_;
};

}  // namespace nd::ping
