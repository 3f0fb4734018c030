#include "lsof/fdtypes/registry.h"

#include "lsof/fdtypes/kinds.h"

namespace nd::lsof {

std::span<const FdType* const> fd_types() {
  static constexpr const FdType* kTypes[] = {&kPath,      &kSocketType, &kPipe,      &kEventFd,
                                             &kEventPoll, &kPidFd,      &kAnonymous, &kOther};
  return kTypes;
}

const FdType& fd_type_of(std::string_view target) {
  for (const FdType* type : fd_types()) {
    if (target.starts_with(type->link)) return *type;
  }
  return kOther;
}

}  // namespace nd::lsof
