// /proc/PID/status: "Key:\tvalue" lines, of which a kernel may lack any.
#pragma once

#include <optional>
#include <string_view>

#include "common/model/process.h"

namespace nd {

// nullopt without Tgid, Uid and Gid, which every kernel writes; other lines may be missing.
std::optional<ProcessStatus> parse_proc_status(std::string_view text);

}  // namespace nd
