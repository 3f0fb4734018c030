// The socket tables of a process's network namespace. Where sock_diag can be asked there, TCP comes from it: a tenth of
// the work of the text under /proc, and it knows the sockets that are bound and no more (Linux 6.8 and later).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/index/process_walk.h"
#include "common/index/unix_rows.h"
#include "common/model/socket.h"
#include "common/parse/proc_net_sockets.h"
#include "common/parse/sock_diag.h"

namespace nd::lsof {

class SocketTables {
 public:
  // `live`: the process runs on this machine; a saved copy of /proc has the text alone.
  SocketTables(const HeldProcess& process, bool live) : process_(process), live_(live) {}

  // The text of net/NAME; empty when there is none.
  std::string text(std::string_view name) const;
  // IPv4 and IPv6; sockets without an inode may be left out.
  void internet(InetProtocol protocol, const std::function<void(const SocketRow&)>& f) const;
  // Those that are not `wanted` may be left out.
  std::vector<UnixSocketRow> unix_sockets(const WantUnixSocket& wanted = {}) const;
  // Calls `f` with each Unix socket that is bound to a file, as sock_diag tells it; false when that cannot be asked.
  bool bound_unix_sockets(const std::function<void(const DiagUnixSocket&)>& f) const;
  // Which sockets are Unix sockets, for a third of the work; nullopt where sock_diag cannot be asked.
  std::optional<std::vector<std::uint64_t>> unix_inodes() const;

 private:
  bool ask_tcp(Family family, const std::function<void(const SocketRow&)>& f) const;

  const HeldProcess& process_;
  bool live_;
};

// Another of the same bytes is the same namespace: "net:[4026531840]"; empty when we may not ask.
std::string network_namespace(const HeldProcess& process);

}  // namespace nd::lsof
