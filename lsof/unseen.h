// What a listing lacks, counted by all of its scanners and told when it is over.
#pragma once

#include <atomic>
#include <cstdint>

#include "common/render/json.h"
#include "common/sys/output.h"

namespace nd::lsof {

struct Unseen {
  std::atomic<std::uint64_t> processes = 0;  // that were asked for and may not be looked into
  std::atomic<std::uint64_t> listed = 0;     // of those, the ones that a row (NOFD) tells of
};

// {"type":"not_looked_into","processes":3}
void put_unseen(JsonWriter& json, std::uint64_t processes);
// One line on standard error: how many processes it were.
void tell_unseen(std::uint64_t processes);
// One line on standard error if something failed for want of descriptors or memory since the last call: whether it did.
bool tell_shortage();

}  // namespace nd::lsof
