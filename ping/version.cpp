#include "ping/version.h"

#include "common/sys/sandbox.h"

namespace nd::ping {

std::string sandbox_line() { return "sandbox: " + offered_sandbox().describe() + "\n"; }

}  // namespace nd::ping
