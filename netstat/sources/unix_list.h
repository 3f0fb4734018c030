// Unix sockets from /proc/net/unix or sock_diag, of one namespace or all.
#pragma once

#include <string>
#include <vector>

#include "common/index/inode_map.h"
#include "common/index/unix_rows.h"
#include "netstat/report.h"

namespace nd::netstat {

struct UnixEntry {
  UnixSocketRow row;
  std::string_view network_namespace = {};  // with --netns all
};

struct UnixTable {
  std::vector<UnixEntry> entries;
  InodeMap<std::uint64_t> peers;        // with --peers: the inode at the other end, which only sock_diag knows
  std::vector<std::string> namespaces;  // what the entries view
};

// The error is ENOENT where the kernel has no Unix sockets.
Result<UnixTable> read_unix(const Report& report);

}  // namespace nd::netstat
