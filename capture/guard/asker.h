// The decoder's end: everything that it cannot do itself any more.
#pragma once

#include <ctime>
#include <string>

#include "capture/capture_file.h"
#include "capture/filter.h"
#include "capture/guard/messages.h"
#include "capture/live_device.h"

namespace nd::capture {

struct OpenedOutput {
  UniqueFd fd;
  bool regular = false;
  std::time_t when = 0;  // the time that its name tells
};

class Asker {
 public:
  Asker(UniqueFd socket, SharedState& state) : socket_(std::move(socket)), state_(state) {}

  // The `number`th of the files to read; `path` for what is said of it.
  Result<OpenedInput> open_input(std::uint32_t number, const std::string& path);
  // For packets of such a file. nullopt: refused, and that was told.
  Result<std::optional<Filter>> filter(int link_type, int snapshot);

  // What is known of the -w files that were finished so far, those deleted left out.
  struct Finished {
    std::uint64_t bytes = 0;
    std::uint32_t files = 0;
  };
  const Finished& finished() const { return finished_; }
  // The next of the -w files, `name` for what is said of it; the one before is finished or was never there.
  Result<OpenedOutput> open_output(std::time_t when, std::uint32_t counter, const std::string& name);
  Status finish_output();
  Status remove_oldest_output();
  // Of the -w file that is open: it ends with a whole record here.
  void note_whole(std::uint64_t bytes) { state_.whole.store(bytes, std::memory_order_release); }

  Result<DeviceStatistics> statistics(std::uint32_t device);
  // "?" for an index that this machine does not have.
  std::string interface_name(std::uint32_t index);

  Status tell_ready() { return tell(Question::About::kReady); }
  Status stop_taking() { return tell(Question::About::kStopTaking); }
  Status tell_ending() { return tell(Question::About::kEnding); }

 private:
  // One question, one answer. The error is that of the exchange; what the answer says stays in it.
  Result<Answer> ask(const Question& question, UniqueFd* descriptor = nullptr);
  // The same where a refusal is an error about `object`.
  Result<Answer> demand(const Question& question, const std::string& object, UniqueFd* descriptor = nullptr);
  Status tell(Question::About about);
  Result<Answer> about_output(const Question& question, const std::string& object, UniqueFd* descriptor = nullptr);

  UniqueFd socket_;
  SharedState& state_;
  Finished finished_;
};

}  // namespace nd::capture
