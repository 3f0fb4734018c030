// What --watchers is about: a descriptor of a process ("12:3"), or a file by its name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/model/device.h"
#include "lsof/report/overview.h"

namespace nd::lsof {

struct WatchTarget {
  std::int32_t pid = 0, fd = -1;  // 0, -1: a file
  std::string path = {};          // of a file: absolute, links resolved
  std::uint64_t inode = 0;
  std::vector<Device> devices = {};  // that of stat(2) and that of the mount, which differ on overlays and subvolumes
  std::int32_t mount = 0;            // that it came through; 0: not known
  bool is_socket_file = false;       // its sockets have inodes of their own
  bool shares_inode = false;         // an anon_inode: timers, signalfds and their like all have one inode

  bool lies_on(const Device& device) const;
  bool is(const Device& device, std::uint64_t number) const { return number == inode && lies_on(device); }
};

// An error when there is no such thing.
Result<WatchTarget> find_watch_target(const OverviewContext& context, const std::string& text);

}  // namespace nd::lsof
