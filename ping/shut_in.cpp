#include "ping/shut_in.h"

#include "common/sys/build_kind.h"
#include "common/sys/output.h"
#include "common/sys/sandbox.h"

namespace nd::ping {

Status shut_in(const Options& options) {
  const auto sandbox = enter_sandbox();
  if (!sandbox) return tl::unexpected(sandbox.error());
  if (options.verbose && !kInstrumented && !sandbox->whole()) {
    complain("myping", "this kernel offers " + sandbox->describe() + " to shut this program in");
  }
  return {};
}

}  // namespace nd::ping
