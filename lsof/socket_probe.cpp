#include "lsof/socket_probe.h"

#include <netinet/in.h>

#include "common/base/shortage.h"
#include "common/sys/sockaddr.h"

namespace nd::lsof {
namespace {

constexpr std::chrono::milliseconds kPatience(250);

// Tables know no scopes.
Endpoint without_scope(sockaddr_storage address) {
  if (address.ss_family == AF_INET6) reinterpret_cast<sockaddr_in6*>(&address)->sin6_scope_id = 0;
  return to_endpoint(reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

IpAddress unspecified(int family) {
  return family == AF_INET6 ? IpAddress::v6(std::array<std::uint8_t, 16>{}) : IpAddress::v4(0, 0, 0, 0);
}

SocketRow row_of(const SocketFound& found, InetProtocol protocol) {
  SocketRow row;
  row.protocol = protocol;
  row.family = found.family == AF_INET6 ? Family::kIpv6 : Family::kIpv4;
  row.local = without_scope(found.local);
  row.remote = found.connected ? without_scope(found.remote) : Endpoint{unspecified(found.family), 0};
  row.state = found.connected ? TcpState::kEstablished : TcpState::kClose;
  if (protocol == InetProtocol::kTcp) row.state = TcpState{found.tcp_state};
  row.rx_queue = found.rx_queue;
  row.tx_queue = found.tx_queue;
  row.inode = found.inode;
  return row;
}

}  // namespace

std::optional<ProbedSocket> SocketProbe::ask(std::int32_t pid, std::int32_t fd, std::uint64_t inode,
                                             InetProtocol protocol) {
  const std::lock_guard lock(mutex_);
  if (left_ == 0) return std::nullopt;
  --left_;
  if (!helper_) {
    auto started = Helper::start();
    if (!started) return std::nullopt;
    helper_.emplace(*std::move(started));
  }
  const SocketAnswer answer = helper_->socket(pid, fd, kPatience);
  if (answer.error == ETIMEDOUT) {
    helper_.reset();
    left_ = 0;
  }
  note_shortage(answer.error, "socket of process " + std::to_string(pid));
  if (answer.error != 0 || answer.found.inode != inode) return std::nullopt;
  ProbedSocket probed{row_of(answer.found, protocol), {}};
  // Closed by a reset it keeps its port without holding it, and only tables tell that from a socket that is bound.
  if (probed.row.local.port == 0 || (protocol == InetProtocol::kTcp && probed.row.state == TcpState::kClose)) {
    return std::nullopt;
  }
  if (answer.found.network != 0) probed.network_namespace = "net:[" + std::to_string(answer.found.network) + "]";
  return probed;
}

}  // namespace nd::lsof
