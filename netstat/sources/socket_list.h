// The sockets a run is about, gathered: from /proc/net or sock_diag, from one namespace or all, filtered, with their
// owners and, when asked for, what TCP says of each.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/parse/sock_diag.h"
#include "netstat/report.h"
#include "netstat/socket_columns.h"

namespace nd::netstat {

struct SocketList {
  ListedSockets sockets;
  std::vector<std::unique_ptr<DiagSocket>> details;  // what ListedSocket::details points to
  std::vector<std::string> namespaces;               // what ListedSocket::network_namespace views
  SocketOwners owners;
  int status = 0;  // what the run is to end with: a table was missing that had been named
};

// The plain case, one row after the other while the table is read, is for_each_selected_socket().
Result<SocketList> gather_sockets(Report& report);

// Each socket of this namespace that the options and the filter's part about rows select. Returns the exit status.
Result<int> for_each_selected_socket(const Report& report, const std::function<void(const DiagSocket&)>& f);

// The rows must be gathered before the first can be shown.
bool needs_gathering(const Options& options);

}  // namespace nd::netstat
