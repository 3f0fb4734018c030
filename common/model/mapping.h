// One region of a process's memory as /proc/PID/maps tells it.
#pragma once

#include <cstdint>
#include <string>

#include "common/model/device.h"

namespace nd {

struct Mapping {
  std::uint64_t start = 0;
  std::uint64_t end = 0;  // one past the last byte
  bool readable = false;
  bool writable = false;
  bool executable = false;
  bool shared = false;
  std::uint64_t offset = 0;  // in the file
  Device device;             // of the superblock
  std::uint64_t inode = 0;   // 0: no file
  std::string path;          // raw bytes, newlines restored; " (deleted)" is part of it; may be "[heap]" or empty

  bool operator==(const Mapping&) const = default;
};

}  // namespace nd
