// Writes the sandbox's seccomp filters (common/sys/sandbox.cpp) for the architecture of this build, as arrays of struct
// sock_filter (linux/filter.h), to standard output. Run by the build.
#include <linux/filter.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <termios.h>

#include <cerrno>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <span>

namespace {

// Memory, time, signals, the event loop, and what reads and writes descriptors that are open. Where calls came in two
// forms (an architecture has either) both are named: those that it has not are left out.
constexpr int kDescriptors[] = {
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
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(recvmmsg),
    SCMP_SYS(recvmmsg_time64),
    SCMP_SYS(getsockopt),
    SCMP_SYS(getsockname),
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

// What sends probes: to sockets that are open.
constexpr int kProbing[] = {SCMP_SYS(setsockopt), SCMP_SYS(bind), SCMP_SYS(sendmmsg)};

// What opens and deletes files for another process, and looks after it. Landlock says which files.
constexpr int kMonitoring[] = {
    SCMP_SYS(wait4),      SCMP_SYS(waitid),  SCMP_SYS(kill),       SCMP_SYS(open),         SCMP_SYS(openat),
    SCMP_SYS(newfstatat), SCMP_SYS(unlink),  SCMP_SYS(unlinkat),   SCMP_SYS(rename),       SCMP_SYS(renameat),
    SCMP_SYS(renameat2),  SCMP_SYS(link),    SCMP_SYS(linkat),     SCMP_SYS(memfd_create), SCMP_SYS(getpgrp),
    SCMP_SYS(getpgid),    SCMP_SYS(getppid), SCMP_SYS(setsockopt),
};

// What asks name servers, and reads the hosts file anew.
constexpr int kNaming[] = {
    SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(getpeername), SCMP_SYS(setsockopt), SCMP_SYS(bind),
    SCMP_SYS(open),   SCMP_SYS(openat),  SCMP_SYS(newfstatat),  SCMP_SYS(sendmmsg),   SCMP_SYS(getppid),
};

// Of the many ioctls the size of a terminal and what waits in a socket …
constexpr unsigned long kRequests[] = {TIOCGWINSZ, FIONREAD, TCGETS};
// … whether the interface of a capture is still there …
constexpr unsigned long kInterfaceRequests[] = {SIOCGIFFLAGS, SIOCGIFNAME, SIOCGIFINDEX};
// … and whose the terminal is.
constexpr unsigned long kMonitorRequests[] = {SIOCGIFNAME, TIOCGPGRP, TIOCSPGRP};

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

struct Kind {
  const char* name;
  std::span<const int> calls;
  std::span<const unsigned long> requests;
};
constexpr Kind kKinds[] = {
    {"kProbingFilter", kProbing, {}},
    {"kDecodingFilter", {}, kInterfaceRequests},
    {"kMonitoringFilter", kMonitoring, kMonitorRequests},
    {"kNamingFilter", kNaming, {}},
};

bool add_rules(const Filter& filter, const Kind& kind) {
  bool done = true;
  for (const std::span<const int> calls : {std::span<const int>(kDescriptors), kind.calls}) {
    for (const int call : calls) done = allow(filter, call) && done;
  }
  // No memory that can be executed.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect)}) {
    done = allow_if(filter, call, 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) && done;
  }
  for (const std::span<const unsigned long> requests : {std::span<const unsigned long>(kRequests), kind.requests}) {
    for (const unsigned long request : requests) {
      done = allow_if(filter, SCMP_SYS(ioctl), 1, SCMP_CMP_EQ, request) && done;
    }
  }
  return done;
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// A tree of comparisons: the kernel runs the filter once for each call that there is when it is installed (its table of
// calls that are always allowed), which a list makes several times as slow.
bool as_tree(const Filter& filter) { return ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0; }

bool write_filter(const Kind& kind) {
  const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)));
  const std::unique_ptr<std::FILE, CloseFile> made(std::tmpfile());
  if (!filter || !made || !as_tree(filter) || !add_rules(filter, kind) ||
      ::seccomp_export_bpf(filter.get(), fileno(made.get())) != 0)
    return false;
  std::rewind(made.get());
  std::printf("constexpr sock_filter %s[] = {\n", kind.name);
  sock_filter step{};
  while (std::fread(&step, sizeof step, 1, made.get()) == 1) {
    std::printf("{0x%x, %u, %u, 0x%x},\n", unsigned{step.code}, unsigned{step.jt}, unsigned{step.jf}, step.k);
  }
  std::puts("};");
  return true;
}

}  // namespace

int main() {
  for (const Kind& kind : kKinds) {
    if (write_filter(kind)) continue;
    std::fputs("sandbox_filter: libseccomp made no filter\n", stderr);
    return 1;
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
