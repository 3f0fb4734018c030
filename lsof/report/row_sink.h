// Where rows go: to standard output, a block at a time, or into a text that is printed when its turn comes.
#pragma once

#include "common/base/text_buffer.h"
#include "common/sys/output.h"

namespace nd::lsof {

class RowSink {
 public:
  RowSink(OutputBuffer& out) : text_(out.text()), out_(&out) {}  // NOLINT: a sink is what it is made of
  RowSink(TextBuffer& text) : text_(text) {}                     // NOLINT

  TextBuffer& text() const { return text_; }
  // After each row.
  Status row_done() const { return out_ != nullptr ? out_->flush_if_full() : Status{}; }

 private:
  TextBuffer& text_;
  OutputBuffer* out_ = nullptr;
};

}  // namespace nd::lsof
