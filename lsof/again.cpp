#include "lsof/again.h"

#include "common/parse/proc_pid_stat.h"

namespace nd::lsof {

Result<HeldProcess> hold_again(const ProcRoot& proc, const Process& process) {
  std::string path = std::to_string(process.pid);
  if (process.tid != 0) path += "/task/" + std::to_string(process.tid);
  auto directory = proc.subdirectory(path.c_str());
  if (!directory) return tl::unexpected(std::move(directory.error()));
  const auto text = directory->read_record("stat");
  const auto stat = text ? parse_proc_stat(*text) : std::nullopt;
  if (!stat || stat->start_time != process.start_time) return system_failure(ESRCH, "openat", directory->path());
  return HeldProcess(process.pid, *std::move(directory));
}

}  // namespace nd::lsof
