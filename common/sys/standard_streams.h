// Descriptors 0 to 2, which whoever starts a program may have closed: what it opens first would get their numbers, and
// a message for the terminal would go into a socket or a file.
#pragma once

namespace nd {

// Before anything is opened. Those that are closed fail with EBADF at every read or write, as they would have.
void hold_standard_streams();

}  // namespace nd
