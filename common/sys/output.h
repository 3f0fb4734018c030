// Standard output as one large block: appended to by the renderers, written with few write(2) calls, every failure
// kept until somebody asks. A full disk or a closed pipe ends a run with a status, never silently.
#pragma once

#include <cstddef>

#include "common/base/result.h"
#include "common/base/text_buffer.h"

namespace nd {

class OutputBuffer {
 public:
  // `fd` is borrowed. Blocks of `block` bytes are written once they are full.
  explicit OutputBuffer(int fd = 1, std::size_t block = 64 * 1024) : fd_(fd), block_(block), text_(block + 4096) {}

  TextBuffer& text() { return text_; }
  // Writes when a block is full; call it after each row.
  Status flush_if_full() { return text_.size() >= block_ ? flush() : Status{}; }
  // Writes all of it. After a failure the block is dropped and every later call returns that first failure.
  Status flush();
  bool failed() const { return !first_failure_.has_value(); }

 private:
  int fd_;
  std::size_t block_;
  TextBuffer text_;
  Status first_failure_;
};

// All of `text` to `fd`, however often write(2) stops short.
Status write_all(int fd, std::string_view text, std::string_view object);
// One line to standard error: "tool: message\n", escaped, with one write(2) so that lines of two processes never mix.
void complain(std::string_view tool, std::string_view message);

}  // namespace nd
