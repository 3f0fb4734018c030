// A process as /proc/PID/{stat,status,cmdline} tell it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nd {

struct ProcessStat {  // proc(5), /proc/PID/stat
  std::int32_t pid = 0;
  std::string comm;  // raw bytes, at most 15; between the first '(' and the last ')'
  char state = '?';
  std::int32_t ppid = 0;
  std::int32_t pgrp = 0;
  std::int32_t session = 0;
  std::uint32_t threads = 0;
  std::uint64_t start_time = 0;  // clock ticks after boot: with the pid, the process's identity

  bool operator==(const ProcessStat&) const = default;
};

struct ProcessStatus {  // proc(5), /proc/PID/status
  std::int32_t tgid = 0;
  std::int32_t ppid = 0;
  std::uint32_t real_uid = 0;
  std::uint32_t effective_uid = 0;
  std::uint32_t real_gid = 0;
  std::uint32_t effective_gid = 0;
  std::uint32_t threads = 0;
  std::uint64_t effective_capabilities = 0;
  std::vector<std::int32_t> namespace_pids;  // NSpid: ours first, the innermost namespace's last

  bool operator==(const ProcessStatus&) const = default;
};

}  // namespace nd
