// What is known about a packet beside its bytes.
#pragma once

#include <cstdint>
#include <string_view>

#include "capture/process/dialogue.h"

namespace nd::capture {

struct PacketOrigin {
  std::uint64_t number = 0;       // in this run, from 1
  std::string_view interface {};  // empty: not told
  std::string_view type{};        // "In", "Out" …, see LiveDevice::packet_type(); empty: not known
  PacketProcesses processes{};    // --process
};

}  // namespace nd::capture
