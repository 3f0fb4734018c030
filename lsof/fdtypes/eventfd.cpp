// eventfd(2): the number the kernel gave it tells which descriptors are the same counter.
#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/fdtypes/anonymous.h"
#include "lsof/fdtypes/kinds.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

void complete(Descriptor& descriptor, OpenFile& file) {
  descriptor.note_flags(file);  // since fdinfo is read, the link's mode need not be asked for
  if (const auto id = fdinfo_value(descriptor.fdinfo(), "eventfd-id")) put_inside_brackets(file, *id);
}

}  // namespace

const FdType kEventFd{kind::kEventFd, "anon_inode:[eventfd]", describe_shared_inode, complete};

}  // namespace nd::lsof
