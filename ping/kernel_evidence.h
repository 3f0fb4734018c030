// What the end of a run asks the kernel why nobody answered, opened at its start: later it can open nothing any more.
#pragma once

#include <optional>

#include "common/sys/proc_root.h"
#include "common/sys/rtnetlink.h"

namespace nd::ping {

class KernelEvidence {
 public:
  // What cannot be opened is missing later and says nothing.
  static KernelEvidence open(Family family);

  RtNetlink* netlink() { return netlink_ ? &*netlink_ : nullptr; }
  // Packets that rp_filter threw away so far (IPv4).
  std::uint64_t reverse_path_drops() const;
  // Whether this host is told not to answer echo requests.
  bool ignores_echo() const;

 private:
  std::optional<RtNetlink> netlink_;
  std::optional<ProcFile> counters_;
  std::optional<ProcFile> ignore_echo_;
};

}  // namespace nd::ping
