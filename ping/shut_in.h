// The end of every preparation: whatever comes in from here on meets a program that can open and start nothing.
#pragma once

#include "common/base/result.h"
#include "ping/options.h"

namespace nd::ping {

// What the kernel lacks for it is told with -v.
Status shut_in(const Options& options);

}  // namespace nd::ping
