// Socket tables from /proc/net, row by row while the file is read. The kernel finds its place again before each page
// by counting, so when sockets come and go meanwhile rows are told twice (measured: in half of all readings of a busy
// namespace); those are dropped by the socket's identity.
#pragma once

#include <functional>

#include "common/base/result.h"
#include "common/parse/proc_net_sockets.h"
#include "common/sys/proc_root.h"

namespace nd::netstat {

// Calls `f` with each socket once. `proc` is /proc or /proc/PID; the error's code is ENOENT where the kernel has no
// such table.
Status for_each_socket(const ProcRoot& proc, SocketTableKind kind, const std::function<void(const SocketRow&)>& f);

}  // namespace nd::netstat
