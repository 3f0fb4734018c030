// From options to an exit status: resolve, open, configure, give up privileges, ping.
#pragma once

#include "common/base/result.h"
#include "ping/options.h"

namespace nd::ping {

// A refusal carries the line for standard error and the status that iputils has for it.
tl::expected<int, Refusal> run(const Options& options);

}  // namespace nd::ping
