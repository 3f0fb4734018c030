// The size of the terminal that standard output is.
#pragma once

#include <cstddef>

namespace nd {

// 0 of both: none.
struct TerminalSize {
  std::size_t columns = 0, lines = 0;
};
TerminalSize terminal_size();

}  // namespace nd
