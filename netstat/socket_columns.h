// The columns of an IP socket, one array for JSON and the schema: what a row of any of the tables can tell.
#pragma once

#include <span>
#include <string_view>

#include "common/index/socket_owners.h"
#include "common/model/socket.h"
#include "common/render/column.h"
#include "netstat/names.h"

namespace nd::netstat {

struct ListedSocket {
  const SocketRow& row;
  SocketOwner owner;
};

using SocketColumn = Column<ListedSocket, Names>;
std::span<const SocketColumn> socket_columns();

// "tcp", "udpl", "raw6": netstat's first column.
std::string_view protocol_label(const SocketRow& row);
// "ESTABLISHED" …, "UNKNOWN" for a number this list does not have; for UDP "" (unconnected) and "ESTABLISHED".
std::string_view tcp_state_name(TcpState state);
std::string_view udp_state_name(TcpState state);
// "off", "on", "keepalive", "timewait", "probe"; empty for a kind that no kernel known here has.
std::string_view timer_name(SocketTimer timer);

}  // namespace nd::netstat
