// Answers of the kernel's sock_diag(7): payloads of SOCK_DIAG_BY_FAMILY messages, after their nlmsghdr, as rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/byte_reader.h"
#include "common/model/device.h"
#include "common/model/socket.h"

namespace nd {

// struct tcp_info (include/uapi/linux/tcp.h), as much as this kernel sends; times in microseconds unless named
// otherwise. What an older kernel does not send is 0.
struct TcpDetails {
  std::uint32_t rtt = 0, rtt_variation = 0, min_rtt = 0;
  std::uint32_t retransmission_timeout = 0;
  std::uint32_t congestion_window = 0;  // segments
  std::uint32_t slow_start_threshold = 0;
  std::uint32_t send_mss = 0, path_mtu = 0;
  std::uint32_t unacknowledged = 0, lost = 0, retransmitting = 0;
  std::uint32_t total_retransmits = 0;
  std::uint64_t bytes_sent = 0, bytes_acked = 0, bytes_received = 0, bytes_retransmitted = 0;
  std::uint64_t delivery_rate = 0, pacing_rate = 0;  // bytes per second
  std::uint32_t not_sent = 0;                        // bytes
  std::uint32_t last_sent_ms = 0, last_received_ms = 0;
  bool operator==(const TcpDetails&) const = default;
};

struct DiagSocket {
  SocketRow row;
  std::uint64_t cookie = 0;                    // the socket's identity for as long as it lives
  std::uint32_t interface = 0;                 // bound to, 0: none
  std::optional<std::uint32_t> backlog_limit;  // of a listener
  std::optional<TcpDetails> tcp;
  std::string congestion;  // the algorithm's name, empty when not asked for
  std::uint32_t memory_drops = 0;
  bool operator==(const DiagSocket&) const = default;
};

// struct inet_diag_msg and its attributes. `protocol` is what was asked for.
std::optional<DiagSocket> parse_inet_diag(Bytes payload, InetProtocol protocol);

struct DiagUnixSocket {
  UnixSocketRow row;
  std::uint64_t peer = 0;  // inode of the other end, 0: none
  // The file that it is bound to, wherever its name leads by now; 0: none. The last 32 bits of its inode.
  std::uint64_t file_inode = 0;
  Device file_device = {};
  std::uint64_t first_waiting = 0;  // of a listener: of the first that it has yet to accept
  bool operator==(const DiagUnixSocket&) const = default;
};

// struct unix_diag_msg and its attributes. The name's NULs stand as '@', as in /proc/net/unix; the count of
// references is not told.
std::optional<DiagUnixSocket> parse_unix_diag(Bytes payload);

}  // namespace nd
