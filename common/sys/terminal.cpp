#include "common/sys/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace nd {

TerminalSize terminal_size() {
  winsize size{};
  if (::isatty(1) != 1 || ::ioctl(1, TIOCGWINSZ, &size) != 0) return {};
  return {size.ws_col, size.ws_row};
}

}  // namespace nd
