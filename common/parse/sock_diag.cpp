#include "common/parse/sock_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "common/parse/netlink_attributes.h"

namespace nd {
namespace {

IpAddress address_of(const __be32 (&words)[4], bool v6) {
  std::array<std::uint8_t, 16> bytes{};
  std::memcpy(bytes.data(), words, bytes.size());
  return v6 ? IpAddress::v6(bytes) : IpAddress::v4(std::span(bytes).first<4>());
}

// The struct grew with the kernel's versions: as much as both sides know, the rest 0.
TcpDetails tcp_details(Bytes payload) {
  tcp_info info{};
  std::memcpy(&info, payload.data(), std::min(payload.size(), sizeof info));
  TcpDetails tcp;
  tcp.rtt = info.tcpi_rtt;
  tcp.rtt_variation = info.tcpi_rttvar;
  tcp.min_rtt = info.tcpi_min_rtt;
  tcp.retransmission_timeout = info.tcpi_rto;
  tcp.congestion_window = info.tcpi_snd_cwnd;
  tcp.slow_start_threshold = info.tcpi_snd_ssthresh;
  tcp.send_mss = info.tcpi_snd_mss;
  tcp.path_mtu = info.tcpi_pmtu;
  tcp.unacknowledged = info.tcpi_unacked;
  tcp.lost = info.tcpi_lost;
  tcp.retransmitting = info.tcpi_retrans;
  tcp.total_retransmits = info.tcpi_total_retrans;
  tcp.bytes_sent = info.tcpi_bytes_sent;
  tcp.bytes_acked = info.tcpi_bytes_acked;
  tcp.bytes_received = info.tcpi_bytes_received;
  tcp.bytes_retransmitted = info.tcpi_bytes_retrans;
  tcp.delivery_rate = info.tcpi_delivery_rate;
  tcp.pacing_rate = info.tcpi_pacing_rate == ~std::uint64_t{0} ? 0 : info.tcpi_pacing_rate;
  tcp.not_sent = info.tcpi_notsent_bytes;
  tcp.last_sent_ms = info.tcpi_last_data_sent;
  tcp.last_received_ms = info.tcpi_last_data_recv;
  return tcp;
}

void read_attribute(std::uint16_t type, Bytes payload, DiagSocket& socket) {
  if (type == INET_DIAG_INFO && socket.row.state != TcpState::kListen && !payload.empty()) {
    socket.tcp = tcp_details(payload);
  } else if (type == INET_DIAG_CONG) {
    const std::string_view name = as_text(payload);
    socket.congestion = name.substr(0, name.find('\0'));
  } else if (type == INET_DIAG_SKMEMINFO) {
    socket.memory_drops = load<std::uint32_t>(payload.size() < 36 ? Bytes{} : payload.subspan(32)).value_or(0);
  }
}

}  // namespace

std::optional<DiagSocket> parse_inet_diag(Bytes payload, InetProtocol protocol) {
  const auto message = take_struct<inet_diag_msg>(payload);
  if (!message || (message->idiag_family != AF_INET && message->idiag_family != AF_INET6)) return std::nullopt;
  const bool v6 = message->idiag_family == AF_INET6;
  DiagSocket socket;
  SocketRow& row = socket.row;
  row.protocol = protocol;
  row.family = v6 ? Family::kIpv6 : Family::kIpv4;
  row.local = {address_of(message->id.idiag_src, v6), ntohs(message->id.idiag_sport)};
  row.remote = {address_of(message->id.idiag_dst, v6), ntohs(message->id.idiag_dport)};
  row.state = TcpState{message->idiag_state};
  if (row.state == TcpState::kNewSynRecv) row.state = TcpState::kSynRecv;  // as /proc/net/tcp tells it
  row.rx_queue = message->idiag_rqueue;
  row.tx_queue = message->idiag_wqueue;
  row.timer = SocketTimer{message->idiag_timer};
  row.timer_ticks = (std::uint64_t{message->idiag_expires} + 9) / 10;  // milliseconds to USER_HZ
  // One count for whatever the timer is for: as /proc/net/tcp, which has two.
  const bool probes = row.timer == SocketTimer::kKeepalive || row.timer == SocketTimer::kProbe;
  (probes ? row.timeouts : row.retransmits) = message->idiag_retrans;
  row.uid = row.state == TcpState::kSynRecv ? kNoUid : message->idiag_uid;  // 0, whoever listens
  row.inode = message->idiag_inode;
  if (protocol == InetProtocol::kTcp && row.state == TcpState::kListen) {
    socket.backlog_limit = row.tx_queue;
    row.tx_queue = 0;
  }
  socket.cookie = std::uint64_t{message->id.idiag_cookie[1]} << 32 | message->id.idiag_cookie[0];
  socket.interface = message->id.idiag_if;
  for_each_attribute(payload, [&](std::uint16_t type, Bytes value) { read_attribute(type, value, socket); });
  if (protocol != InetProtocol::kTcp) row.drops = socket.memory_drops;
  return socket;
}

std::optional<DiagUnixSocket> parse_unix_diag(Bytes payload) {
  const auto message = take_struct<unix_diag_msg>(payload);
  if (!message || message->udiag_family != AF_UNIX) return std::nullopt;
  DiagUnixSocket socket;
  UnixSocketRow& row = socket.row;
  row.inode = message->udiag_ino;
  row.type = message->udiag_type;
  // TCP's numbers, as the kernel uses them for Unix sockets too.
  const auto state = TcpState{message->udiag_state};
  // As /proc/net/unix has it: without an inode, no process holds it yet, or any more.
  const bool connected = state == TcpState::kEstablished;
  if (row.inode != 0) row.state = connected ? UnixState::kConnected : UnixState::kUnconnected;
  if (row.inode == 0) row.state = connected ? UnixState::kConnecting : UnixState::kDisconnecting;
  row.flags = state == TcpState::kListen ? 0x10000U : 0U;
  for_each_attribute(payload, [&](std::uint16_t type, Bytes value) {
    if (type == UNIX_DIAG_PEER) socket.peer = load<std::uint32_t>(value).value_or(0);
    if (const auto file = type == UNIX_DIAG_VFS ? load<unix_diag_vfs>(value) : std::nullopt) {
      socket.file_inode = file->udiag_vfs_ino;
      socket.file_device = internal_device(file->udiag_vfs_dev);
    }
    if (type == UNIX_DIAG_ICONS) socket.first_waiting = load<std::uint32_t>(value).value_or(0);
    if (type == UNIX_DIAG_NAME) {
      row.path = as_text(value);
      if (row.path.starts_with('\0')) {
        std::replace(row.path.begin(), row.path.end(), '\0', '@');
      } else {
        row.path.resize(std::min(row.path.find('\0'), row.path.size()));
      }
    }
  });
  return socket;
}

}  // namespace nd
