// Unix sockets from /proc/net/unix or sock_diag, of one namespace or all. In /proc names stand raw, so whoever binds a
// socket to a name with a newline and a whole row behind it makes the kernel print a row of his own. Where a row might
// be the end of a name, sock_diag is asked, which tells names by their length.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/index/inode_map.h"
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

// What sock_diag knows; nullptr when it cannot be asked: rows are taken as they stand then.
using AskUnixDiag = std::function<const std::vector<UnixSocketRow>*()>;

// The rows of /proc/net/unix without those that are part of a name. `ask` is called once at most, after `text` was
// read, and only when a row could be one.
std::vector<UnixSocketRow> genuine_unix_rows(std::string_view text, const AskUnixDiag& ask);

}  // namespace nd::netstat
