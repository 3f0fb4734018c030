// /proc/locks and the `lock:` lines of fdinfo share one format (fs/locks.c, lock_get_status).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/model/file_lock.h"

namespace nd {

// "1: POSIX  ADVISORY  WRITE 11792 fe:00:10952849 0 EOF", with or without "lock:\t" before it.
std::optional<FileLock> parse_lock_line(std::string_view line);
// Lines that are not understood are left out.
std::vector<FileLock> parse_locks(std::string_view text);

}  // namespace nd
