// The last thing before foreign bytes are handled: from then on a process can use the descriptors that it holds and
// nothing else. seccomp(2) refuses every system call that opens, connects, executes or traces; Landlock
// (landlock(7), Documentation/userspace-api/landlock.rst) refuses the file system and TCP beside it, should one slip.
#pragma once

#include <string>

#include "common/base/result.h"

namespace nd {

// What is in force, or what this kernel offers.
struct Sandbox {
  bool seccomp = false;
  int landlock = 0;  // the version of its interface; 0: none

  bool whole() const { return seccomp && landlock > 0; }
  // "seccomp, Landlock 7", "no seccomp, no Landlock".
  std::string describe() const;
};

// Builds with a sanitizer or for coverage offer none: what watches them needs what it refuses.
Sandbox offered_sandbox();

// Of the calling thread and those it makes; for good. Refused calls fail with EPERM. What the kernel lacks is left out
// and can be read from the result; an error is a mechanism that is there and failed.
Result<Sandbox> enter_sandbox();

}  // namespace nd
