// The columns of an IP socket, one array for JSON and the schema: what a row of any of the tables can tell.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "common/index/socket_owners.h"
#include "common/model/socket.h"
#include "common/parse/sock_diag.h"
#include "common/render/column.h"
#include "common/sys/large_blocks.h"
#include "netstat/names.h"

namespace nd::netstat {

struct ListedSocket {
  SocketRow row;
  SocketOwner owner;
  std::string_view network_namespace;   // empty: not asked for
  const DiagSocket* details = nullptr;  // with --tcp-info
  std::string_view no_owner;            // with -p and without an owner: why
  SocketOwner peer;                     // with --peers: who holds the other end, when that is on this machine
};

using ListedSockets = std::vector<ListedSocket, LargeBlocks<ListedSocket>>;

using SocketColumn = Column<ListedSocket, Names>;
// What /proc/net tells, the namespace's name, and what only sock_diag tells.
std::span<const SocketColumn> socket_columns();
std::span<const SocketColumn> namespace_columns();
std::span<const SocketColumn> tcp_columns();
std::span<const SocketColumn> peer_columns();

// The columns of --json, or those that --columns names.
std::vector<const SocketColumn*> chosen_columns(const Options& options);
// One by its id; nullptr when there is none.
const SocketColumn* find_column(std::string_view id);

// "tcp", "udpl", "raw6": netstat's first column.
std::string_view protocol_label(const SocketRow& row);
// "ESTABLISHED" …, "UNKNOWN" for a number this list does not have; for UDP "" (unconnected) and "ESTABLISHED".
std::string_view tcp_state_name(TcpState state);
std::string_view udp_state_name(TcpState state);
// "off", "on", "keepalive", "timewait", "probe"; empty for a kind that no kernel known here has.
std::string_view timer_name(SocketTimer timer);

}  // namespace nd::netstat
