// A process that was listed and let go, held once more: its number may be another's by now.
#pragma once

#include "common/base/result.h"
#include "common/index/process_walk.h"
#include "lsof/open_file.h"

namespace nd::lsof {

// An error where it has ended, ESRCH where another has its number.
Result<HeldProcess> hold_again(const ProcRoot& proc, const Process& process);

}  // namespace nd::lsof
