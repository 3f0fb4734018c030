// pidfd_open(2): the process it stands for.
#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/fdtypes/anonymous.h"
#include "lsof/fdtypes/kinds.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

void complete(Descriptor& descriptor, OpenFile& file) {
  if (const auto pid = fdinfo_value(descriptor.fdinfo(), "Pid")) put_inside_brackets(file, *pid);
}

}  // namespace

const FdType kPidFd{kind::kPidFd, "anon_inode:[pidfd]", describe_anonymous, complete};

}  // namespace nd::lsof
