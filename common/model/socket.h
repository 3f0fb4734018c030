// One row of the kernel's socket tables (/proc/net/{tcp,udp,udplite,raw,icmp}{,6}, /proc/net/unix, sock_diag).
#pragma once

#include <cstdint>
#include <string>

#include "common/model/address.h"

namespace nd {

enum class InetProtocol : std::uint8_t { kTcp, kUdp, kUdpLite, kRaw, kIcmp };

// include/net/tcp_states.h. Values outside this list occur (a newer kernel): keep them, never index by them.
enum class TcpState : std::uint8_t {
  kEstablished = 1,
  kSynSent,
  kSynRecv,
  kFinWait1,
  kFinWait2,
  kTimeWait,
  kClose,
  kCloseWait,
  kLastAck,
  kListen,
  kClosing,
  kNewSynRecv,
  kBoundInactive,
};

// net/ipv4/tcp_ipv4.c, get_tcp4_sock(): the column before the expiry.
enum class SocketTimer : std::uint8_t { kOff, kRetransmit, kKeepalive, kTimeWait, kProbe };

// Whose socket it is was not told: (uid_t)-1, which is nobody's.
inline constexpr std::uint32_t kNoUid = ~0U;

struct SocketRow {
  InetProtocol protocol = InetProtocol::kTcp;
  Family family = Family::kIpv4;  // of the table it stood in: a tcp6 row keeps kIpv6 whatever its addresses
  Endpoint local;                 // for raw sockets the "port" is the IP protocol number
  Endpoint remote;
  TcpState state = TcpState::kEstablished;  // UDP and raw use kEstablished and kClose
  std::uint32_t tx_queue = 0;               // bytes (TCP), memory (UDP, raw)
  std::uint32_t rx_queue = 0;               // bytes; for a listener its accept backlog
  SocketTimer timer = SocketTimer::kOff;
  std::uint64_t timer_ticks = 0;  // until it fires, in USER_HZ
  std::uint32_t retransmits = 0;
  std::uint32_t uid = 0;       // kNoUid: not told
  std::uint32_t timeouts = 0;  // unanswered zero-window probes
  std::uint64_t inode = 0;     // 0: no file (TIME_WAIT, SYN_RECV, orphan, not yet accepted)
  std::uint32_t drops = 0;     // UDP and raw only

  bool operator==(const SocketRow&) const = default;
};

// include/linux/net.h, SS_*
enum class UnixState : std::uint8_t { kFree, kUnconnected, kConnecting, kConnected, kDisconnecting };

struct UnixSocketRow {
  std::uint64_t kernel_address = 0;  // hashed; lsof's DEVICE column
  std::uint32_t ref_count = 0;
  std::uint32_t protocol = 0;
  std::uint32_t flags = 0;  // __SO_ACCEPTCON 0x10000: listening
  std::uint16_t type = 0;   // SOCK_STREAM …
  UnixState state = UnixState::kFree;
  std::uint64_t inode = 0;
  std::string path;  // raw bytes; an abstract name starts with '@'; empty: unnamed

  bool is_listening() const { return (flags & 0x10000U) != 0; }
  bool operator==(const UnixSocketRow&) const = default;
};

}  // namespace nd
