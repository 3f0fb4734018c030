#include "common/sys/sandbox.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bit>
#include <cstddef>
#include <vector>

#include "common/sys/build_kind.h"
#include "common/sys/privileges.h"
#include "common/sys/syscall.h"
#include "common/sys/unique_fd.h"

namespace nd {
namespace {

// Made at build time by libseccomp (cmake/sandbox_filter.cpp): to make it at every start would take 0.24 ms, a sixth of
// what a single ping takes.
#include "common/sys/sandbox_filter.inc"

std::span<const sock_filter> filter_of(Task task) {
  switch (task) {
    case Task::kDecode:
      return kDecodingFilter;
    case Task::kMonitor:
      return kMonitoringFilter;
    case Task::kNames:
      return kNamingFilter;
    case Task::kProbe:
      break;
  }
  return kProbingFilter;
}

// Allows all but those of `calls` whose first argument is one of `descriptors`, and fcntl(2)'s duplicates.
std::vector<sock_filter> refuse_writing(std::span<const int> descriptors) {
  constexpr std::uint32_t kNumber = offsetof(seccomp_data, nr);
  constexpr std::uint32_t kFirst = offsetof(seccomp_data, args[0]);  // of a descriptor the lower half counts
  constexpr std::uint32_t kSecond = offsetof(seccomp_data, args[1]);
  constexpr std::uint32_t kLowerHalf = std::endian::native == std::endian::little ? 0 : 4;
  constexpr std::uint32_t kCalls[] = {SYS_write, SYS_writev, SYS_sendto, SYS_sendmsg};
  constexpr std::uint32_t kDuplicates[] = {F_DUPFD, F_DUPFD_CLOEXEC};
  constexpr sock_filter kAllow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  constexpr sock_filter kRefuse = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  const auto load = [](std::uint32_t at) { return sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at); };
  // Equal: on; else over so many.
  const auto unless = [](std::uint32_t value, std::size_t skipped) {
    return sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, static_cast<std::uint8_t>(skipped));
  };
  std::vector<sock_filter> steps;
  const auto refuse = [&](std::uint32_t call, std::uint32_t argument, auto values) {
    steps.push_back(load(kNumber));
    steps.push_back(unless(call, 2 * values.size() + 2));
    steps.push_back(load(argument + kLowerHalf));
    for (const auto value : values) {
      steps.push_back(unless(static_cast<std::uint32_t>(value), 1));
      steps.push_back(kRefuse);
    }
    steps.push_back(kAllow);
  };
  for (const std::uint32_t call : kCalls) refuse(call, kFirst, descriptors);
  refuse(SYS_fcntl, kSecond, std::span(kDuplicates));
  steps.push_back(kAllow);
  return steps;
}

bool filter_calls(std::span<const sock_filter> steps) {
  const sock_fprog program{.len = static_cast<unsigned short>(steps.size()),
                           .filter = const_cast<sock_filter*>(steps.data())};
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

// As in linux/landlock.h, where it is packed.
struct __attribute__((packed)) Beneath {
  std::uint64_t allowed = 0;
  std::int32_t parent = -1;
};

std::uint64_t rights_in(const Folder& folder, bool is_folder, int version) {
  constexpr std::uint64_t kWriteFile = 1U << 1U, kReadFile = 1U << 2U, kRemoveFile = 1U << 5U, kMakeFile = 1U << 8U,
                          kTruncate = 1U << 14U;
  if (!folder.write) return kReadFile;
  return (kWriteFile | kTruncate | (is_folder ? kRemoveFile | kMakeFile : 0)) & file_rights(version);
}

Status allow_folder(int rules, const Folder& folder, int version) {
  const UniqueFd held(::open(folder.path.c_str(), O_PATH | O_CLOEXEC));
  if (!held) return {};
  struct stat status {};
  const bool is_folder = ::fstat(held.get(), &status) == 0 && S_ISDIR(status.st_mode);
  const Beneath beneath{.allowed = rights_in(folder, is_folder, version), .parent = held.get()};
  if (::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) < 0)
    return system_failure("landlock_add_rule", folder.path);
  return {};
}

Ruleset rules_for(Task task, int version) {
  constexpr std::uint64_t kBindAndConnect = 3, kAbstractSockets = 1, kSignals = 2;
  Ruleset rules{.files = file_rights(version)};
  if (version >= 4 && task != Task::kNames) rules.tcp = kBindAndConnect;
  if (version >= 6) rules.scoped = kAbstractSockets | (task == Task::kMonitor ? 0 : kSignals);
  return rules;
}

Status deny_files(int version, Task task, std::span<const Folder> folders) {
  const Ruleset rules = rules_for(task, version);
  const std::size_t size = version >= 6 ? sizeof rules : version >= 4 ? 2 * sizeof rules.files : sizeof rules.files;
  const UniqueFd fd(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, size, 0)));
  if (!fd) return system_failure("landlock_create_ruleset", "sandbox");
  for (const Folder& folder : folders) {
    if (Status allowed = allow_folder(fd.get(), folder, version); !allowed) return allowed;
  }
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

Status forbid_writing(std::span<const int> descriptors) {
  constexpr std::size_t kMost = 100;  // jumps of a filter are short
  if (!offered_sandbox().seccomp || descriptors.empty()) return {};
  if (descriptors.size() > kMost) return system_failure(E2BIG, "seccomp", "sandbox");
  if (const Status done = forbid_new_privileges(); !done) return done;
  if (!filter_calls(refuse_writing(descriptors))) return system_failure("seccomp", "sandbox");
  return {};
}

Result<Sandbox> enter_sandbox(Task task, std::span<const Folder> folders) {
  const Sandbox offered = offered_sandbox();
  if (!offered.seccomp && offered.landlock == 0) return offered;
  if (const Status done = forbid_new_privileges(); !done) return tl::unexpected(done.error());
  if (offered.landlock > 0) {
    if (const Status done = deny_files(offered.landlock, task, folders); !done) return tl::unexpected(done.error());
  }
  if (offered.seccomp && !filter_calls(filter_of(task))) return system_failure(EPERM, "seccomp", "sandbox");
  return offered;
}

}  // namespace nd
