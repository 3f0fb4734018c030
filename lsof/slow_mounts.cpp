#include "lsof/slow_mounts.h"

#include <algorithm>

#include "common/parse/proc_pid_mountinfo.h"

namespace nd::lsof {

bool can_block(std::string_view type) {
  static constexpr std::string_view kTypes[] = {"nfs",  "nfs4",   "cifs", "smb3",  "smbfs",  "9p",    "afs",     "ceph",
                                                "coda", "autofs", "gfs2", "ocfs2", "lustre", "ncpfs", "virtiofs"};
  return type == "fuse" || type.starts_with("fuse.") || type == "fuseblk" ||
         std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

const Mount* mount_of(std::string_view path, std::span<const Mount> mounts) {
  const Mount* found = nullptr;
  for (const Mount& mount : mounts) {
    const std::string_view point = mount.point;
    const bool holds =
        point == "/" || (path.starts_with(point) && (path.size() == point.size() || path[point.size()] == '/'));
    if (holds && (found == nullptr || point.size() >= found->point.size())) found = &mount;  // the last lies on top
  }
  return found;
}

bool SlowMounts::concern(const HeldProcess& process, Device device) {
  if (device.major_number != 0) return false;  // a block device: nobody's server
  const std::string name = process.directory().link("ns/mnt").value_or(std::string());
  const auto [place, is_new] = by_namespace_.try_emplace(name);
  if (is_new) {
    for (const Mount& mount : parse_mountinfo(process.directory().read("mountinfo").value_or(std::string()))) {
      if (can_block(mount.type)) place->second.insert(mount.device);
    }
  }
  return place->second.count(device) != 0;
}

}  // namespace nd::lsof
