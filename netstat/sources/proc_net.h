// Socket tables from /proc/net, row by row while the file is read. The kernel finds its place again before each page
// by counting, so when sockets come and go meanwhile rows are told twice (measured: in half of all readings of a busy
// namespace); those are dropped by the socket's identity.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "common/base/result.h"
#include "common/parse/proc_net_sockets.h"
#include "common/sys/proc_root.h"

namespace nd::netstat {

class TableFile;

// The tables of one network namespace, read one after the other.
class ProcSockets {
 public:
  // `proc` is /proc or /proc/PID.
  explicit ProcSockets(const ProcRoot& proc);
  ~ProcSockets();

  // Calls `f` with each socket once; the error's code is ENOENT where the kernel has no such table. A long table is
  // read beside our own work, and so is the beginning of `next`, the table that will be asked for after it: to look
  // for IPv6 sockets takes the kernel a while however few there are.
  Status for_each(SocketTableKind kind, std::optional<SocketTableKind> next,
                  const std::function<void(const SocketRow&)>& f);

 private:
  Result<std::unique_ptr<TableFile>> open(SocketTableKind kind);
  void prepare(std::optional<SocketTableKind> next);

  const ProcRoot& proc_;
  std::unique_ptr<TableFile> prepared_;
};

}  // namespace nd::netstat
