// /proc/sysvipc/{shm,sem,msg} (proc(5)): a heading, then a line for each object of our IPC namespace. Lines that are
// malformed are passed over.
#pragma once

#include <string_view>
#include <vector>

#include "common/model/sysv_ipc.h"

namespace nd {

std::vector<SharedMemory> parse_sysvipc_shm(std::string_view text);
std::vector<SemaphoreArray> parse_sysvipc_sem(std::string_view text);
std::vector<MessageQueue> parse_sysvipc_msg(std::string_view text);

}  // namespace nd
