// One listing, or one after the other: -r and +r, --watch, --leaks.
#pragma once

#include "common/base/result.h"
#include "lsof/options.h"

namespace nd::lsof {

// One run, or as many as are asked for; the exit status.
Result<int> run_repeatedly(const RawOptions& raw);

}  // namespace nd::lsof
