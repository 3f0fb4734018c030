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

bool holds(const Capabilities& capabilities, cap_value_t capability, cap_flag_t set) {
  cap_flag_value_t value = CAP_CLEAR;
  return ::cap_get_flag(capabilities.get(), capability, set, &value) == 0 && value == CAP_SET;
}

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

Status keep_privileges(const std::vector<int>& kept) {
  const Capabilities now(::cap_get_proc());
  const Capabilities wanted(::cap_init());
  if (!now || !wanted) return system_failure("capget", "privileges");
  for (const cap_value_t capability : kept) {
    if (!holds(now, capability, CAP_PERMITTED)) continue;
    ::cap_set_flag(wanted.get(), CAP_PERMITTED, 1, &capability, CAP_SET);
    ::cap_set_flag(wanted.get(), CAP_EFFECTIVE, 1, &capability, CAP_SET);
  }
  if (::cap_set_proc(wanted.get()) < 0) return system_failure("capset", "privileges");
  const Capabilities after(::cap_get_proc());
  if (!after || ::cap_compare(after.get(), wanted.get()) != 0) return system_failure(EPERM, "capget", "privileges");
  return {};
}

void empty_bounding_set() {
  for (int capability = 0; ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0; ++capability) {
  }
}

Status drop_privileges() {
  if (const Status done = drop_user_id(); !done) return done;
  return keep_privileges({});
}

}  // namespace nd
