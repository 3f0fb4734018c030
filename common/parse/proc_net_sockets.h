// /proc/net/{tcp,udp,udplite,raw,icmp}{,6}: one shape of row for all (net/ipv4/tcp_ipv4.c, get_tcp4_sock(), and its
// sisters). Listings of a hundred thousand rows pass through here, so the row is read with a cursor and no search.
#pragma once

#include <optional>
#include <string_view>

#include "common/model/socket.h"

namespace nd {

// Which table a row stands in: it does not say so itself.
struct SocketTableKind {
  InetProtocol protocol = InetProtocol::kTcp;
  Family family = Family::kIpv4;
  bool operator==(const SocketTableKind&) const = default;
};

// "tcp", "tcp6", "udplite6" …: the file's name under /proc/net.
std::string_view table_name(SocketTableKind kind);

// One line without its newline; nullopt for the heading and for what is malformed or cut before the inode.
std::optional<SocketRow> parse_socket_row(std::string_view line, SocketTableKind kind);

}  // namespace nd
