// What outlives one listing of several: --watch and --leaks compare each round with those before it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "common/model/device.h"
#include "common/render/watch.h"

namespace nd::lsof {

// How many descriptors of one kind a process had.
struct DescriptorCount {
  std::string command;  // raw
  std::uint32_t uid = 0;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t rises = 0;  // samples in which there were more than in the one before
  bool has_fallen = false;
  std::uint64_t samples = 0;
  std::uint64_t last_sample = 0;  // that it was seen in, counted from 1
};
// By pid, start time and kind.
using DescriptorCounts = std::map<std::tuple<std::int32_t, std::uint64_t, std::string>, DescriptorCount>;

struct Rounds {
  std::optional<Watch> watch;  // with --watch
  double seconds = 0;          // since the last round
  Screen* screen = nullptr;    // of a terminal that is drawn anew each time
  bool line_below = false;     // the last one wrote a line on standard error
  bool last = true;            // no round will follow
  std::set<Device> dead;       // mounts that did not answer
  DescriptorCounts counts;     // with --leaks
  std::uint64_t samples = 0;
  std::map<std::pair<std::int32_t, std::uint64_t>, std::uint64_t> first_samples;  // by pid and start time
};

}  // namespace nd::lsof
