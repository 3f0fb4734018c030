// The monitor's answers. What is asked for comes from a process that may have been taken over by what it decoded: only
// what the options name is opened, written or deleted, and numbers are checked against what there is.
#pragma once

#include <string>
#include <vector>

#include "capture/guard/messages.h"
#include "capture/guard/outputs.h"
#include "capture/live_devices.h"
#include "capture/options.h"

namespace nd::capture {

// What a run reads: devices that are open, or files.
struct Sources {
  LiveDevices* devices = nullptr;
  std::vector<std::string> files;
  std::vector<int> sockets;  // those of devices, on which nothing is to be sent
};

class Broker {
 public:
  // `options` must outlive it. The first file and the filter's text are opened and read now, with the rights of now;
  // what is wrong with them is told when the decoder asks.
  Broker(const Options& options, Sources sources, SharedState& state);

  // What has to be opened while the file system is open to this process: the socket that tells of interfaces and a live
  // run's first -w file.
  void prepare();
  // `descriptor`: to go with the answer, -1: none; it belongs to this object.
  Answer answer(const Question& question, int& descriptor);

  // What takes the rights of the start is open.
  bool has_opened() const { return opened_; }
  // Nothing will be asked for that takes more than opening the next -w file.
  bool is_settled() const { return settled_; }
  const Outputs& outputs() const { return outputs_; }
  // The decoder is no more; see Outputs::mend().
  bool mend_output();

 private:
  Answer open_input(std::uint32_t number, int& descriptor);
  Answer compile(const Question& question, int& descriptor);
  Answer open_output(const Question& question, int& descriptor);
  bool is_next_output(std::time_t when, std::uint32_t number) const;
  Answer statistics(std::uint32_t number) const;
  Answer interface_name(std::uint32_t index) const;
  Answer with_totals(Answer answer) const;
  void open_first_output();

  const Options& options_;
  Sources sources_;
  SharedState& state_;
  Result<std::string> filter_text_;
  Result<UniqueFd> input_;
  std::uint32_t next_input_ = 0;
  UniqueFd program_;
  UniqueFd interfaces_;
  Outputs outputs_;
  std::optional<Status> first_output_;  // opened, not yet asked for
  std::time_t first_output_time_ = 0;
  std::time_t last_output_time_ = 0;
  std::uint32_t last_output_number_ = 0;
  std::string output_header_;
  bool opened_ = false;
  bool settled_ = false;
};

}  // namespace nd::capture
