// epoll(7): the descriptors it watches.

#include "common/base/sort.h"
#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/fdtypes/anonymous.h"
#include "lsof/fdtypes/kinds.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

constexpr std::size_t kShown = 32;  // lsof lists that many, then "..."

void complete(Descriptor& descriptor, OpenFile& file) {
  auto targets = parse_epoll_targets(descriptor.fdinfo());  // in the kernel's order, which is that of its addresses
  sort_by(targets, [](const auto& a, const auto& b) { return a.fd < b.fd; });
  std::string list;
  for (std::size_t i = 0; i < targets.size() && i < kShown; ++i) {
    if (i > 0) list.push_back(',');
    list += std::to_string(targets[i].fd);
  }
  if (targets.size() > kShown) list += "...";
  if (!list.empty()) put_inside_brackets(file, list);
}

}  // namespace

const FdType kEventPoll{kind::kEpoll, "anon_inode:[eventpoll]", describe_shared_inode, complete};

}  // namespace nd::lsof
