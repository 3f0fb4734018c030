// /proc/PID/cmdline: the arguments, each ended by a NUL, as the process left them.
#pragma once

#include <string_view>
#include <vector>

namespace nd {

// Views into `text`. Empty for kernel threads and zombies. A process that overwrote its arguments (setproctitle)
// leaves one long first argument, and trailing NULs, which are dropped.
std::vector<std::string_view> parse_proc_cmdline(std::string_view text);

}  // namespace nd
