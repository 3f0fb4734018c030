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

SlowMounts::View SlowMounts::read(const ProcRoot& process, const std::string& root) {
  View view;
  view.mounts = parse_mountinfo(process.read("mountinfo").value_or(std::string()));
  for (Mount& mount : view.mounts) {
    if (root.size() > 1) mount.point.insert(0, root);  // mountinfo is told from the process's root, links from ours
    if (can_block(mount.type)) view.slow_points.push_back(mount.point);
  }
  if (view.slow_points.empty()) view.mounts.clear();
  return view;
}

const Mount* SlowMounts::find(const View& view, std::string_view path) {
  // Most machines have such a mount, and hardly a file lies on it.
  const bool may_lie_there = std::any_of(view.slow_points.begin(), view.slow_points.end(),
                                         [&](const std::string& point) { return path.starts_with(point); });
  const Mount* mount = may_lie_there ? mount_of(path, view.mounts) : nullptr;
  return mount != nullptr && can_block(mount->type) ? mount : nullptr;
}

void SlowMounts::enter(const HeldProcess& process) {
  process_ = &process;
  view_ = nullptr;
}

const Mount* SlowMounts::of(std::string_view path) {
  if (!path.starts_with('/') || process_ == nullptr) return nullptr;
  if (view_ == nullptr) {
    const ProcRoot& directory = process_->directory();
    std::string root = directory.link("root").value_or(std::string());
    std::pair place{directory.link("ns/mnt").value_or(std::string()), std::move(root)};
    const auto [known, is_new] = by_place_.try_emplace(std::move(place));
    if (is_new) known->second = read(directory, known->first.second);
    view_ = &known->second;
  }
  if (!ours_) {
    const auto self = ProcRoot::open("/proc/self");
    ours_ = self ? read(*self, "/") : View{};
  }
  const Mount* mount = find(*view_, path);
  return mount != nullptr ? mount : find(*ours_, path);
}

}  // namespace nd::lsof
