// The -w files as the monitor keeps them: it alone names, opens and deletes them, whatever the decoder asks for.
#pragma once

#include <ctime>
#include <deque>
#include <string>

#include "capture/options.h"
#include "common/base/result.h"
#include "common/sys/unique_fd.h"

namespace nd::capture {

// NAME through strftime when the clock rotates, then the counter, zero-padded to `digits`; no counter for file 0
// without digits.
Result<std::string> rotated_name(const std::string& name, bool by_clock, std::time_t when, std::uint32_t counter,
                                 unsigned digits);
// That of the options' -w.
Result<std::string> output_name(const Options& options, std::time_t when, std::uint32_t counter);

class Outputs {
 public:
  // `options` must outlive it.
  explicit Outputs(const Options& options) : options_(options) {}

  // The next file, which stays open here too. "-" is standard output; an existing file is overwritten, but for the
  // first name only if it is a regular one.
  Status open(std::time_t when, std::uint32_t counter);
  // It is complete: -z's program runs.
  void finish();
  // The oldest of the finished files.
  void remove_oldest();
  // Of a decoder that is no more: the file ends with its last whole record, at `whole` bytes, or with `header` if it is
  // shorter. False: there is no file whose end could be mended.
  bool mend(std::uint64_t whole, const std::string& header);

  // Of the file that is open, where links lead to; empty: none is.
  std::string real_path() const;
  int fd() const { return fd_.get(); }
  bool is_regular() const { return regular_; }
  std::uint32_t finished_files() const { return static_cast<std::uint32_t>(finished_.size()); }
  std::uint64_t finished_bytes() const { return finished_bytes_; }

 private:
  struct Finished {
    std::string path;
    std::uint64_t size;
  };
  void forget(const std::string& path);

  const Options& options_;
  UniqueFd fd_;
  std::string path_;
  std::string first_;  // the name of the first file
  bool regular_ = false;
  std::deque<Finished> finished_;  // the oldest first; with --total-size only
  std::uint64_t finished_bytes_ = 0;
};

}  // namespace nd::capture
