#include "common/sys/privileges.h"

#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <memory>

#include "common/sys/build_kind.h"
#include "common/sys/syscall.h"

namespace nd {
namespace {

struct FreeCapabilities {
  void operator()(cap_t capabilities) const { ::cap_free(capabilities); }
};
using Capabilities = std::unique_ptr<std::remove_pointer_t<cap_t>, FreeCapabilities>;

Status drop_user_id() {
  if (::geteuid() == ::getuid() && ::getegid() == ::getgid()) return {};
  if (::setgid(::getgid()) < 0 || ::setuid(::getuid()) < 0) return system_failure("setuid", "privileges");
  return {};
}

}  // namespace

Status forbid_new_privileges() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return system_failure("prctl", "no_new_privs");
  return {};
}

Status make_undumpable() {
  if (kInstrumented) return {};
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) return system_failure("prctl", "dumpable");
  return {};
}

Status drop_privileges() {
  if (const Status done = drop_user_id(); !done) return done;
  const Capabilities none(::cap_init());
  if (!none || ::cap_set_proc(none.get()) < 0) return system_failure("capset", "privileges");
  const Capabilities after(::cap_get_proc());
  if (!after || ::cap_compare(after.get(), none.get()) != 0) return system_failure(EPERM, "capget", "privileges");
  return {};
}

}  // namespace nd
