// The -w files of a run: one, or one after the other by size (-C) and by the clock (-G). The monitor opens them
// (guard/outputs.h), and runs a program (-z) on each that is finished.
#pragma once

#include <ctime>
#include <optional>

#include "capture/guard/asker.h"
#include "capture/options.h"
#include "capture/savefile.h"

namespace nd::capture {

class SavefileSeries {
 public:
  // `options` and `asker` must outlive it.
  static Result<SavefileSeries> create(const Options& options, SavefileFormat format, Asker& asker);

  Status write(const Packet& packet);
  Status flush();
  Status close();

  // By the clock: when the current file ends (0: never), and what to do then. False: -W's last file is full, the run
  // is over.
  std::time_t ends_at() const;
  Result<bool> rotate_by_clock(std::time_t now);

 private:
  SavefileSeries(const Options& options, SavefileFormat format, Asker& asker)
      : options_(&options), format_(std::move(format)), asker_(&asker) {}
  Status next_file(std::time_t when);
  // --total-size: has the oldest finished files deleted while all of them and the current one are too large.
  Status keep_within_budget();
  Status finish_file();
  // The monitor knows to where the file is whole.
  Status noted(Status written);

  const Options* options_;
  SavefileFormat format_;
  Asker* asker_;
  std::optional<Savefile> file_;
  std::time_t started_ = 0;
  std::uint32_t counter_ = 0;
  std::uint32_t clock_files_ = 0;
};

}  // namespace nd::capture
