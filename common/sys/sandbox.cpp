#include "common/sys/sandbox.h"

#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <initializer_list>
#include <memory>

#include "common/sys/build_kind.h"
#include "common/sys/privileges.h"
#include "common/sys/syscall.h"
#include "common/sys/unique_fd.h"

namespace nd {
namespace {

// Memory, time, signals, the event loop, and what reads and writes descriptors that are open. Where calls came in two
// forms (an architecture has either) both are named: those that it has not are left out.
constexpr int kAllowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    SCMP_SYS(fstat),
    SCMP_SYS(fstat64),
    SCMP_SYS(fsync),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fcntl),
    SCMP_SYS(fcntl64),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendmmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(recvmmsg),
    SCMP_SYS(recvmmsg_time64),
    SCMP_SYS(setsockopt),
    SCMP_SYS(getsockopt),
    SCMP_SYS(getsockname),
    SCMP_SYS(bind),
    SCMP_SYS(epoll_create1),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(signalfd4),
    SCMP_SYS(timerfd_create),
    SCMP_SYS(timerfd_settime),
    SCMP_SYS(timerfd_settime64),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(futex_time64),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_gettime64),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(clock_nanosleep_time64),
    SCMP_SYS(nanosleep),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigreturn),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(tgkill),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

struct FreeFilter {
  void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FreeFilter>;

bool allow(const Filter& filter, int call) { return ::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) == 0; }

bool allow_if(const Filter& filter, int call, unsigned argument, scmp_compare how, scmp_datum_t mask_or_value,
              scmp_datum_t value = 0) {
  const scmp_arg_cmp condition{.arg = argument, .op = how, .datum_a = mask_or_value, .datum_b = value};
  return ::seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, call, 1, &condition) == 0;
}

// The kernel of an old architecture or a container may have none: that is told apart from a failure by the caller.
bool filter_calls() {
  const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)));
  if (!filter) return false;
  bool ready = true;
  for (const int call : kAllowed) ready = allow(filter, call) && ready;
  // No memory that can be executed, and of the many ioctls the size of a terminal and what waits in a socket.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect)}) {
    ready = allow_if(filter, call, 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) && ready;
  }
  for (const unsigned long request : std::initializer_list<unsigned long>{TIOCGWINSZ, FIONREAD, TCGETS}) {
    ready = allow_if(filter, SCMP_SYS(ioctl), 1, SCMP_CMP_EQ, request) && ready;
  }
  return ready && ::seccomp_load(filter.get()) == 0;
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
  const bool filters = ::prctl(PR_SET_SECCOMP, 2, nullptr) < 0 && errno == EFAULT;
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
