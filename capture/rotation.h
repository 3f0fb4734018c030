// The -w files of a run: one, or one after the other by size (-C) and by the clock (-G), named as the peer names them,
// with a program (-z) run on each that is finished.
#pragma once

#include <ctime>
#include <deque>
#include <optional>
#include <string>

#include "capture/options.h"
#include "capture/savefile.h"

namespace nd::capture {

// NAME through strftime when the clock rotates, then the counter, zero-padded to `digits`; no counter for file 0
// without digits.
Result<std::string> rotated_name(const std::string& name, bool by_clock, std::time_t when, std::uint32_t counter,
                                 unsigned digits);

class SavefileSeries {
 public:
  // `options` must outlive it. `now` dates the first file.
  static Result<SavefileSeries> create(const Options& options, SavefileFormat format, std::time_t now);

  Status write(const Packet& packet);
  Status flush() { return file_.flush(); }
  Status close();

  // By the clock: when the current file ends (0: never), and what to do then. False: -W's last file is full, the run
  // is over.
  std::time_t ends_at() const;
  Result<bool> rotate_by_clock(std::time_t now);

 private:
  SavefileSeries(const Options& options, SavefileFormat format, Savefile file);
  Status next_file(std::time_t now);
  // --total-size: deletes the oldest finished files while all of them and the current one are too large.
  void keep_within_budget();
  Status finish_file();

  const Options* options_;
  SavefileFormat format_;
  Savefile file_;
  struct Finished {
    std::string path;
    std::uint64_t size;
  };
  std::deque<Finished> finished_;  // the oldest first; with --total-size only
  std::uint64_t finished_size_ = 0;
  std::time_t started_ = 0;
  std::uint32_t counter_ = 0;
  std::uint32_t clock_files_ = 0;
  unsigned digits_ = 0;
};

}  // namespace nd::capture
