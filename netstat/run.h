// A run: which views, in what order, once or every second.
#pragma once

#include "common/base/result.h"
#include "netstat/options.h"

namespace nd::netstat {

// The exit status. Output goes to standard output.
Result<int> run(const Options& options);

}  // namespace nd::netstat
