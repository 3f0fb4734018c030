#include "lsof/mounts.h"

#include "common/parse/proc_pid_mountinfo.h"

namespace nd::lsof {

const Mount* Mounts::find(const HeldProcess& process, std::int32_t id) {
  // Without the right to read the link, the table of this process is its own.
  const std::string name = process.directory().link("ns/mnt").value_or(std::to_string(process.pid()));
  const auto [place, is_new] = by_namespace_.try_emplace(name);
  if (is_new) {
    for (Mount& mount : parse_mountinfo(process.directory().read("mountinfo").value_or(std::string()))) {
      place->second.emplace(mount.id, std::move(mount));
    }
  }
  const auto found = place->second.find(id);
  return found == place->second.end() ? nullptr : &found->second;
}

}  // namespace nd::lsof
