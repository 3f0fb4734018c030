// What this process ran short of: descriptors (EMFILE, ENFILE) or memory (ENOMEM). A listing passes over what it cannot
// open, since processes end while they are looked at; a want of our own must not look the same. So every such failure
// is counted where it happens, whoever drops the Error, and told at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nd {

struct Shortage {
  std::uint64_t times = 0;
  int code = 0;        // of the first
  std::string object;  // and what it was about; may be empty
  // What the user can do about it.
  std::string_view remedy() const;
};

// Counts `code` if it is one of those. By any thread.
void note_shortage(int code, std::string_view object);
// What was counted since the last call.
std::optional<Shortage> take_shortage();

}  // namespace nd
