// One run: scan, gather or stream, report, and the exit status that says whether everything asked for was found.
#pragma once

#include "common/base/result.h"
#include "lsof/options.h"

namespace nd::lsof {

// 0: everything that was asked for by name was found; 1: something was not.
Result<int> run(Options options);

}  // namespace nd::lsof
