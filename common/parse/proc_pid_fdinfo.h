// /proc/PID/fdinfo/N: "key: value" lines that every descriptor has, then those of its kind. Reading it never blocks.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/model/descriptor.h"
#include "common/model/file_lock.h"

namespace nd {

// The part every kind has; nullopt without pos and flags.
std::optional<FdInfo> parse_fdinfo(std::string_view text);
// What follows "KEY:" on the line that starts so, blanks around it removed; nullopt when there is no such line.
std::optional<std::string_view> fdinfo_value(std::string_view text, std::string_view key);

// The lines of one kind, in the kernel's order; lines that are not understood are left out.
std::vector<EpollTarget> parse_epoll_targets(std::string_view text);
std::vector<InotifyWatch> parse_inotify_watches(std::string_view text);
std::vector<FanotifyMark> parse_fanotify_marks(std::string_view text);
std::vector<FileLock> parse_fdinfo_locks(std::string_view text);
std::optional<TimerState> parse_timerfd(std::string_view text);
// Signal numbers of a "sigmask:" line, ascending.
std::vector<int> parse_signal_set(std::string_view text);

}  // namespace nd
