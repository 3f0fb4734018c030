// Socket tables by netlink (sock_diag(7)): one dump under the kernel's locks, each socket once, an order of magnitude
// cheaper than the text under /proc. Modules may be missing for one protocol and not for another.
#pragma once

#include <functional>
#include <optional>

#include "common/parse/sock_diag.h"
#include "common/sys/netlink.h"

namespace nd {

struct DiagQuery {
  InetProtocol protocol = InetProtocol::kTcp;
  Family family = Family::kIpv4;
  std::uint32_t states = ~0U;  // a bit a state: 1 << TcpState
  bool details = false;        // tcp_info, congestion control, memory
};

enum class UnixDetails : std::uint8_t { kNone, kAll };  // the name and the other end

class SockDiag {
 public:
  static Result<SockDiag> open();

  // ENOENT: this kernel has no such table (udp_diag, raw_diag … are modules), and `f` was not called. After another
  // error it may have been. `details` off: only the row's own parts.
  Status sockets(const DiagQuery& query, const std::function<void(const DiagSocket&)>& f);
  // The socket that the kernel would hand a packet from `remote` to `local` that came in by `interface` (0: any);
  // without such a one, or without the table, nullopt. A connection before its listener; with an all-zero `remote` the
  // listener.
  Result<std::optional<DiagSocket>> socket_for(InetProtocol protocol, const Endpoint& local, const Endpoint& remote,
                                               std::uint32_t interface);
  Status unix_sockets(const std::function<void(const DiagUnixSocket&)>& f, UnixDetails details = UnixDetails::kAll);

 private:
  explicit SockDiag(Netlink socket) : socket_(std::move(socket)) {}
  Netlink socket_;
};

}  // namespace nd
