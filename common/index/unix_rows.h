// The rows of /proc/net/unix that the kernel means. Names stand there raw, so whoever binds a socket to a name with a
// newline and a whole row behind it makes the kernel print a row of his own. Where a row might be the end of a name,
// sock_diag is asked, which tells names by their length.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "common/model/socket.h"

namespace nd {

// What sock_diag knows; nullptr when it cannot be asked: rows are taken as they stand then.
using AskUnixDiag = std::function<const std::vector<UnixSocketRow>*()>;

// The rows of /proc/net/unix without those that are part of a name. `ask` is called once at most, after `text` was
// read, and only when a row could be one. Rows whose inode is not `wanted` may be left out.
using WantUnixSocket = std::function<bool(std::uint64_t inode)>;
std::vector<UnixSocketRow> genuine_unix_rows(std::string_view text, const AskUnixDiag& ask,
                                             const WantUnixSocket& wanted = {});

}  // namespace nd
