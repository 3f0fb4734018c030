// A file or pipe read through one large buffer, so that records can be looked at in place. A wait for a slow writer
// ends when a signal asks for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "capture/interrupts.h"
#include "common/base/byte_reader.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {

class InputStream {
 public:
  // `may_block`: it is no regular file.
  InputStream(UniqueFd fd, bool may_block, Interrupts& interrupts);

  Bytes buffered() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void consume(std::size_t n) { begin_ += n; }
  // Makes at least `n` bytes available, `n` at most kMaxRecord; false at the end of the file, after an error, or when
  // a signal came: what is there stays.
  bool fill(std::size_t n);

  int error() const { return error_; }  // errno of a failed read, else 0
  bool interrupted() const { return interrupted_; }
  std::uint64_t bytes_read() const { return bytes_read_; }

  static constexpr std::size_t kMaxRecord = 512 * 1024;

 private:
  // Reads once; false: there is nothing more.
  bool read_more();

  static constexpr std::size_t kCapacity = 2 * kMaxRecord;
  // Read in pieces that stay in the processor's cache until the records in them were looked at.
  static constexpr std::size_t kPiece = 256 * 1024;

  UniqueFd fd_;
  Interrupts& interrupts_;
  bool may_block_;
  std::unique_ptr<std::uint8_t[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t bytes_read_ = 0;
  int error_ = 0;
  bool interrupted_ = false;
};

}  // namespace nd::capture
