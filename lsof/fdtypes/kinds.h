// The constants of the registry, one a file.
#pragma once

#include "lsof/fdtypes/registry.h"

namespace nd::lsof {

extern const FdType kPath;
extern const FdType kSocketType;
extern const FdType kPipe;
extern const FdType kEventFd;
extern const FdType kEventPoll;
extern const FdType kPidFd;
extern const FdType kAnonymous;
extern const FdType kOther;

}  // namespace nd::lsof
