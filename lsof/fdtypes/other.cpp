// Links of the form "what:[inode]" that no other kind answers to: namespaces, dma-bufs, and what a newer kernel brings.
#include <algorithm>

#include "lsof/fdtypes/kinds.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

// fs/nsfs.c; "pid_for_children" and its like are links in /proc, not names.
constexpr std::string_view kNamespaces[] = {"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"};

void describe(Descriptor& descriptor, OpenFile& file) {
  file.name = descriptor.target().substr(0, descriptor.target().find(':'));
  if (file.name == "pidfd") file.kind = kind::kPidFd;
  if (std::find(std::begin(kNamespaces), std::end(kNamespaces), file.name) != std::end(kNamespaces)) {
    file.kind = kind::kNamespace;
  }
  descriptor.apply_stat(file);
}

}  // namespace

const FdType kOther{kind::kOther, "", describe};

}  // namespace nd::lsof
