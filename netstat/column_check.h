// Whether --columns and --sort name what the reports that are asked for have.
#pragma once

#include "common/base/result.h"
#include "netstat/options.h"

namespace nd::netstat {

// An unknown name is an error that names those that are known.
Status check_columns(const Options& options);

}  // namespace nd::netstat
