// lsof's table: every column is as wide as its widest cell of the whole listing, so nothing is printed before all is
// gathered.
#pragma once

#include <span>
#include <vector>

#include "common/sys/output.h"
#include "lsof/open_file.h"
#include "lsof/report/names.h"
#include "lsof/report/style.h"

namespace nd::lsof {

Status print_table(OutputBuffer& out, std::span<const Process> processes, Names& names, const Style& style);

}  // namespace nd::lsof
