// -r and +r: the listing again and again, each closed by a marker.
#pragma once

#include "common/base/result.h"
#include "lsof/options.h"

namespace nd::lsof {

// One run, or as many as are asked for; the exit status.
Result<int> run_repeatedly(const RawOptions& raw);

}  // namespace nd::lsof
