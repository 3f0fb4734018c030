#include "lsof/mounts.h"

#include <algorithm>

#include "common/parse/proc_pid_mountinfo.h"

namespace nd::lsof {

const Mount* mount_on(const Device& device, std::span<const Mount> mounts) {
  const auto found = std::find_if(mounts.begin(), mounts.end(), [&](const Mount& m) { return m.device == device; });
  return found == mounts.end() ? nullptr : &*found;
}

const Mounts::View& Mounts::view_of(const HeldProcess& process) {
  // Without the right to read the link, the table of this process is its own.
  const std::string name = process.directory().link("ns/mnt").value_or(std::to_string(process.pid()));
  const auto [place, is_new] = by_namespace_.try_emplace(name);
  if (is_new) {
    for (Mount& mount : parse_mountinfo(process.directory().read("mountinfo").value_or(std::string()))) {
      place->second.emplace(mount.id, std::move(mount));
    }
  }
  return place->second;
}

const Mount* Mounts::find(const HeldProcess& process, std::int32_t id) {
  if (view_ == nullptr) view_ = &view_of(process);
  const auto found = view_->find(id);
  return found == view_->end() ? nullptr : &found->second;
}

}  // namespace nd::lsof
