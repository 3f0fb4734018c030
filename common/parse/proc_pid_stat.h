// /proc/PID/stat: one line whose second word may hold anything, closing parentheses and newlines included.
#pragma once

#include <optional>
#include <string_view>

#include "common/model/process.h"

namespace nd {

// Everything after the *last* ')' is the kernel's, so a process named ") R 1 (" changes nothing.
std::optional<ProcessStat> parse_proc_stat(std::string_view text);

}  // namespace nd
