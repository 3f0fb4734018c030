// The devices of a live capture, one for each -i: opened alike, announced, and counted together and by name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "capture/live_device.h"
#include "capture/run.h"

namespace nd::capture {

class Asker;

class LiveDevices {
 public:
  struct Entry {
    std::unique_ptr<LiveDevice> device;
    std::uint64_t captured = 0;  // packets that the output took
  };

  // All of them with the filter set; a status where the filter was refused and that was told. `timely`: somebody
  // watches the output as it comes.
  Step open(const Options& options, bool timely);
  // "listening on …", on standard error.
  void announce(const Options& options) const;
  // The peer's three counts, each a line or, with `at_end` false, all in one; then at the end those of each of several.
  void say_statistics(std::uint64_t captured, bool at_end) const;
  void stop();
  // No further packet gets into the kernel's buffers; what is there remains.
  void take_no_more() const;
  // The kernel holds no packet that was not handed out, as far as its counts can tell.
  bool are_empty() const;
  // In a process that may not read what libpcap counts with.
  void count_with(Asker& asker);

  std::vector<Entry>& all() { return entries_; }
  const std::vector<Entry>& all() const { return entries_; }
  LiveDevice& first() { return *entries_.front().device; }

 private:
  // A pcap file has one link type.
  Status check_link_types() const;

  std::vector<Entry> entries_;
};

}  // namespace nd::capture
