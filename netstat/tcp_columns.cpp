// The columns that only sock_diag fills: what TCP knows of a connection (--tcp-info).
#include "netstat/socket_columns.h"

namespace nd::netstat {
namespace {

constexpr double kMillisecond = 1000;  // microseconds

template <typename T>
Cell tcp_cell(const ListedSocket& socket, T TcpDetails::*member) {
  if (socket.details == nullptr || !socket.details->tcp) return {};
  return Cell{std::uint64_t{(*socket.details->tcp).*member}};
}

Cell milliseconds(const ListedSocket& socket, std::uint32_t TcpDetails::*member) {
  if (socket.details == nullptr || !socket.details->tcp) return {};
  return Cell{static_cast<double>((*socket.details->tcp).*member) / kMillisecond};
}

constexpr SocketColumn kColumns[] = {
    {"rtt_ms", "RTT", Align::kRight,
     [](const ListedSocket& s, const Names&) { return milliseconds(s, &TcpDetails::rtt); },
     "Round-trip time, smoothed"},
    {"rtt_variation_ms", "RTTVar", Align::kRight,
     [](const ListedSocket& s, const Names&) { return milliseconds(s, &TcpDetails::rtt_variation); },
     "Its mean deviation"},
    {"min_rtt_ms", "MinRTT", Align::kRight,
     [](const ListedSocket& s, const Names&) { return milliseconds(s, &TcpDetails::min_rtt); },
     "The least round-trip time seen"},
    {"rto_ms", "RTO", Align::kRight,
     [](const ListedSocket& s, const Names&) { return milliseconds(s, &TcpDetails::retransmission_timeout); },
     "Wait before a retransmission"},
    {"congestion", "Congestion", Align::kLeft,
     [](const ListedSocket& s, const Names&) {
       return s.details == nullptr || s.details->congestion.empty() ? Cell{} : Cell{s.details->congestion};
     },
     "The congestion control algorithm"},
    {"congestion_window", "Cwnd", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::congestion_window); },
     "Congestion window in segments"},
    {"slow_start_threshold", "Ssthresh", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::slow_start_threshold); },
     "Where slow start ends, in segments"},
    {"mss", "MSS", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::send_mss); }, "Segment size in bytes"},
    {"path_mtu", "PMTU", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::path_mtu); }, "Path MTU in bytes"},
    {"unacknowledged", "Unacked", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::unacknowledged); },
     "Segments on their way"},
    {"lost", "Lost", Align::kRight, [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::lost); },
     "Segments held for lost"},
    {"total_retransmits", "Retransmits", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::total_retransmits); },
     "Segments sent again since the connection began"},
    {"bytes_sent", "Sent", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::bytes_sent); },
     "Bytes sent, retransmissions included"},
    {"bytes_acked", "Acked", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::bytes_acked); }, "Bytes acknowledged"},
    {"bytes_received", "Received", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::bytes_received); }, "Bytes received"},
    {"bytes_retransmitted", "Resent", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::bytes_retransmitted); },
     "Bytes sent again"},
    {"delivery_rate", "Rate", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::delivery_rate); },
     "Bytes a second that were delivered lately"},
    {"pacing_rate", "Pacing", Align::kRight,
     [](const ListedSocket& s, const Names&) { return tcp_cell(s, &TcpDetails::pacing_rate); },
     "Bytes a second that TCP sends at most, 0 for no limit"},
    {"backlog_limit", "Backlog", Align::kRight,
     [](const ListedSocket& s, const Names&) {
       if (s.details == nullptr || !s.details->backlog_limit) return Cell{};
       return Cell{std::uint64_t{*s.details->backlog_limit}};
     },
     "Of a listener: how many connections may wait to be accepted"},
};

}  // namespace

std::span<const SocketColumn> tcp_columns() { return kColumns; }

}  // namespace nd::netstat
