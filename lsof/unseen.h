// What a listing lacks, counted by all of its scanners and told when it is over.
#pragma once

#include <atomic>
#include <cstdint>

#include "common/render/json.h"
#include "common/sys/output.h"
#include "common/sys/proc_root.h"

namespace nd::lsof {

struct Unseen {
  std::atomic<std::uint64_t> processes = 0;  // that were asked for and may not be looked into
  std::atomic<std::uint64_t> listed = 0;     // of those, the ones that a row (NOFD) tells of
  bool hidden = false;                       // there are others, how many is not told (proc(5), hidepid=invisible)

  bool any() const { return processes > 0 || hidden; }
};

// Whether processes of others are not even there to see: the first one always is.
bool hides_processes(const ProcRoot& proc);
// {"type":"not_looked_into","processes":3,"hidden":false}
void put_unseen(JsonWriter& json, const Unseen& unseen);
// One line on standard error: how many processes it were.
void tell_unseen(const Unseen& unseen);
// One line on standard error if something failed for want of descriptors or memory since the last call: whether it did.
bool tell_shortage();

}  // namespace nd::lsof
