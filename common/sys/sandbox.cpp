#include "common/sys/sandbox.h"

#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <iterator>

#include "common/sys/build_kind.h"
#include "common/sys/privileges.h"
#include "common/sys/syscall.h"
#include "common/sys/unique_fd.h"

namespace nd {
namespace {

// Made at build time by libseccomp (cmake/sandbox_filter.cpp): to make it at every start would take 0.24 ms, a sixth of
// what a single ping takes.
constexpr sock_filter kFilter[] = {
#include "common/sys/sandbox_filter.inc"
};

bool filter_calls() {
  sock_fprog program{.len = std::size(kFilter), .filter = const_cast<sock_filter*>(kFilter)};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

int landlock_version() {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 0 ? 0 : static_cast<int>(version);
}

// Rights that came with later versions of the interface (linux/landlock.h), which the headers at hand may not know.
std::uint64_t file_rights(int version) {
  const int rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
  return (std::uint64_t{1} << rights) - 1;
}

// As in linux/landlock.h of version 6; a kernel takes the part that it knows.
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t tcp = 0;     // version 4: bind, connect
  std::uint64_t scoped = 0;  // version 6: abstract Unix sockets, signals to others
};

Status deny_files(int version) {
  const Ruleset rules{.files = file_rights(version), .tcp = version >= 4 ? 3U : 0U, .scoped = version >= 6 ? 3U : 0U};
  const std::size_t size = version >= 6 ? sizeof rules : version >= 4 ? 2 * sizeof rules.files : sizeof rules.files;
  const UniqueFd fd(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, size, 0)));
  if (!fd) return system_failure("landlock_create_ruleset", "sandbox");
  if (::syscall(SYS_landlock_restrict_self, fd.get(), 0) < 0)
    return system_failure("landlock_restrict_self", "sandbox");
  return {};
}

}  // namespace

std::string Sandbox::describe() const {
  const std::string version = landlock > 0 ? ", Landlock " + std::to_string(landlock) : ", no Landlock";
  return (seccomp ? "seccomp" : "no seccomp") + version;
}

Sandbox offered_sandbox() {
  if (kInstrumented) return {};
  // EFAULT: it looked for the filter, so it knows them.
  const bool filters = ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, nullptr) < 0 && errno == EFAULT;
  return {.seccomp = filters, .landlock = landlock_version()};
}

Result<Sandbox> enter_sandbox() {
  const Sandbox offered = offered_sandbox();
  if (!offered.seccomp && offered.landlock == 0) return offered;
  if (const Status done = forbid_new_privileges(); !done) return tl::unexpected(done.error());
  if (offered.landlock > 0) {
    if (const Status done = deny_files(offered.landlock); !done) return tl::unexpected(done.error());
  }
  if (offered.seccomp && !filter_calls()) return system_failure(EPERM, "seccomp", "sandbox");
  return offered;
}

}  // namespace nd
