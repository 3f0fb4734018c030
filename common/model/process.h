// A process as /proc/PID/{stat,status,cmdline} tell it.
#pragma once

#include <cstdint>
#include <string>

namespace nd {

struct ProcessStat {  // proc(5), /proc/PID/stat
  std::int32_t pid = 0;
  std::string comm;  // raw bytes, at most 15; between the first '(' and the last ')'
  char state = '?';
  std::int32_t ppid = 0;
  std::int32_t pgrp = 0;
  std::int32_t session = 0;
  std::uint64_t start_time = 0;  // clock ticks after boot: with the pid, the process's identity

  bool operator==(const ProcessStat&) const = default;
};

}  // namespace nd
