// The last thing before foreign bytes are handled: from then on a process can use the descriptors that it holds and
// nothing else, or what little else its task takes. seccomp(2) refuses every system call that opens, connects, executes
// or traces; Landlock (landlock(7), Documentation/userspace-api/landlock.rst) refuses the file system and TCP beside
// it, should one slip.
#pragma once

#include <span>
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

// What a process is there for, which decides what it may still do. None may start a program or another process, trace,
// or make memory executable.
enum class Task : std::uint8_t {
  kProbe,    // use the sockets that it holds, send to others, and set them up
  kDecode,   // read and write what it holds
  kMonitor,  // that, open and delete files in `folders`, and signal and wait for its children
  kNames,    // that, read files in `folders`, and talk to name servers
};

// A folder with all that is in it, or a single file.
struct Folder {
  std::string path;
  bool write = false;  // make, write, replace and delete regular files; else read
};

// Of the calling thread and those it makes; for good. Refused calls fail with EPERM or EACCES. What the kernel lacks is
// left out and can be read from the result; an error is a mechanism that is there and failed. A folder that is not
// there is passed over.
Result<Sandbox> enter_sandbox(Task task = Task::kProbe, std::span<const Folder> folders = {});

// The same for good: nothing is written or sent to these descriptors, and none becomes another by fcntl(2). For sockets
// that are only to be read. To be called before enter_sandbox(); without seccomp nothing happens.
Status forbid_writing(std::span<const int> descriptors);

}  // namespace nd
