// Who is at the other end: of a pipe, a FIFO, a unix socket pair, a connection within this machine, a terminal, a POSIX
// message queue, an eventfd (-E). A process's own files tell nothing of that, so every process's descriptors are
// gathered first.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "lsof/open_file.h"

namespace nd::lsof {

// Whether a descriptor may be an end of something.
bool can_be_end(const OpenFile& file);

// Fills `ends` and `peers` of listed files. With `show_others`, the files at the other ends of listed ones are listed
// too. `command_limit`: characters of a command in text. Without `names`, nobody asks who is at the other end.
struct EndpointOptions {
  bool show_others = false;
  bool names = true;
  std::size_t command_limit = 0;
  bool live = true;  // not a saved copy: the kernel can be asked which unix sockets are connected
};
void find_endpoints(std::vector<Process>& processes, const EndpointOptions& options);

}  // namespace nd::lsof
