// What /proc/PID/fdinfo/N tells of a descriptor: the part every kind has, and the lines of some kinds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/model/device.h"

namespace nd {

struct FdInfo {
  std::int64_t position = 0;
  std::uint32_t flags = 0;  // O_*, O_CLOEXEC included although it belongs to the descriptor
  std::int32_t mount = 0;   // mnt_id: Mount::id
  std::uint64_t inode = 0;  // 0 before Linux 5.14

  bool operator==(const FdInfo&) const = default;
};

struct EpollTarget {    // "tfd:"
  std::int32_t fd = 0;  // its number when it was added: may be closed or something else by now
  std::uint32_t events = 0;
  std::uint64_t data = 0;
  std::int64_t position = 0;
  std::uint64_t inode = 0;
  Device device = {};  // sdev

  bool operator==(const EpollTarget&) const = default;
};

struct InotifyWatch {
  std::int32_t descriptor = 0;
  std::uint64_t inode = 0;
  Device device = {};
  std::uint32_t mask = 0;  // IN_*
  std::int32_t handle_type = 0;
  std::string handle = {};  // the bytes of a file handle (open_by_handle_at(2)); empty: the kernel told none

  bool operator==(const InotifyWatch&) const = default;
};

struct FanotifyMark {
  enum class Object : std::uint8_t { kInode, kMount, kFileSystem };
  Object object = Object::kInode;
  std::uint64_t inode = 0;  // kInode
  std::int32_t mount = 0;   // kMount
  Device device = {};       // kInode, kFileSystem
  std::uint64_t mask = 0;   // FAN_*

  bool operator==(const FanotifyMark&) const = default;
};

struct TimerState {
  std::int32_t clock = 0;       // CLOCK_*
  std::uint64_t ticks = 0;      // expiries nobody has read yet
  std::uint32_t set_flags = 0;  // TFD_TIMER_*
  std::int64_t value_ns = 0;    // until the next expiry; 0: disarmed
  std::int64_t interval_ns = 0;

  bool operator==(const TimerState&) const = default;
};

}  // namespace nd
