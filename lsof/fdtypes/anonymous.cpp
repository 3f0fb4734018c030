// Kernel objects without a file (fs/anon_inodes.c) that need no words of their own: timerfd, signalfd, inotify …
#include "lsof/fdtypes/anonymous.h"

#include "lsof/fdtypes/kinds.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

constexpr std::string_view kPrefix = "anon_inode:";

// What the kernel calls an object (the name given to anon_inode_getfd() and its like) begins so.
struct KernelName {
  std::string_view begins;
  std::string_view kind;
};
constexpr KernelName kKernelNames[] = {{"[eventfd", kind::kEventFd},
                                       {"[eventpoll", kind::kEpoll},
                                       {"[pidfd", kind::kPidFd},
                                       {"[timerfd", kind::kTimerFd},
                                       {"[signalfd", kind::kSignalFd},
                                       {"inotify", kind::kInotify},
                                       {"[fanotify", kind::kFanotify},
                                       {"[io_uring", kind::kIoUring},
                                       {"[userfaultfd", kind::kUserFaultFd},
                                       {"[perf_event", kind::kPerfEvent},
                                       {"bpf-map", kind::kBpfMap},
                                       {"bpf-prog", kind::kBpfProgram},
                                       {"bpf_link", kind::kBpfLink},
                                       {"bpf-link", kind::kBpfLink},
                                       {"bpf_iter", kind::kBpfIterator},
                                       {"bpf-token", kind::kBpfToken},
                                       {"btf", kind::kBtf},
                                       {"seccomp notify", kind::kSeccompNotify},
                                       {"kvm-", kind::kKvm},
                                       {"[vfio", kind::kVfio},
                                       {"sync_file", kind::kSyncFile},
                                       {"[fscontext", kind::kFsContext},
                                       {"[landlock-ruleset", kind::kLandlock}};

void describe(Descriptor& descriptor, OpenFile& file) { describe_anonymous(descriptor, file); }

}  // namespace

std::string_view anonymous_kind(std::string_view kernel_name) {
  for (const KernelName& known : kKernelNames) {
    if (kernel_name.starts_with(known.begins)) return known.kind;
  }
  return kind::kAnonInode;
}

void describe_anonymous(Descriptor& descriptor, OpenFile& file) {
  file.name = descriptor.target().substr(kPrefix.size());
  file.kind = anonymous_kind(file.name);
  if (!descriptor.apply_stat(file) || (file.mode & S_IFMT) == 0) file.type = FileType::kAnonInode;
}

void describe_shared_inode(Descriptor& descriptor, OpenFile& file) {
  thread_local std::optional<struct stat> shared;
  if (!shared) {
    if (const auto found = descriptor.around().files.follow(descriptor.link().directory, descriptor.link().name)) {
      shared = *found;
    }
  }
  if (!shared) return describe_anonymous(descriptor, file);
  file.name = descriptor.target().substr(kPrefix.size());
  apply(*shared, file);
  if ((file.mode & S_IFMT) == 0) file.type = FileType::kAnonInode;
}

void put_inside_brackets(OpenFile& file, std::string_view what) {
  if (!file.name.ends_with(']')) return;
  file.name.back() = ':';
  file.name.append(what).push_back(']');
}

const FdType kAnonymous{kind::kAnonInode, kPrefix, describe};

}  // namespace nd::lsof
