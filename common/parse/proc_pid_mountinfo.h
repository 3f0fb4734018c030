// /proc/PID/mountinfo: what is mounted where, without touching any of it, so a dead file system cannot block us.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/model/mount.h"

namespace nd {

std::optional<Mount> parse_mountinfo_line(std::string_view line);
// Lines that are not understood are left out.
std::vector<Mount> parse_mountinfo(std::string_view text);

// Undoes \NNN (three octal digits), which the kernel writes for blanks, tabs, newlines and backslashes.
std::string unescape_octal(std::string_view text);

}  // namespace nd
