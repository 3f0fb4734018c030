// /proc/net/unix (net/unix/af_unix.c, unix_seq_show()). The path stands there raw, so whoever binds a socket to a name
// with a newline in it could forge a row: what does not have the exact shape of one belongs to the path before it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/model/socket.h"

namespace nd {

// One line without its newline, exactly as the kernel prints it; nullopt otherwise (also for the heading).
std::optional<UnixSocketRow> parse_unix_row(std::string_view line);

// The whole file. A forged line in the kernel's exact shape cannot be told from the text alone: ask unix_diag.
std::vector<UnixSocketRow> parse_unix_table(std::string_view text);

}  // namespace nd
