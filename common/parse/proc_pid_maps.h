// /proc/PID/maps: one line a region; the path is the rest of the line and may hold blanks.
#pragma once

#include <optional>
#include <string_view>

#include "common/model/mapping.h"

namespace nd {

// One line without its newline. The kernel writes a newline in a path as \012 and escapes nothing else there
// (fs/proc/task_mmu.c, show_map_vma), so that only is undone.
std::optional<Mapping> parse_maps_line(std::string_view line);

}  // namespace nd
