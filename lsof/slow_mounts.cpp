#include "lsof/slow_mounts.h"

#include <algorithm>

#include "common/parse/proc_pid_mountinfo.h"

namespace nd::lsof {
namespace {

constexpr std::size_t kDeepestStack = 3;  // overlays over overlays: fs/overlayfs, FILESYSTEM_MAX_STACK_DEPTH

// Calls `f` with each folder that an overlay is made of. A colon that is not a separator stands behind a backslash.
template <typename F>
void for_each_layer(std::string_view options, F&& f) {
  while (!options.empty()) {
    const std::string_view option = options.substr(0, options.find(','));
    options.remove_prefix(std::min(option.size() + 1, options.size()));
    const std::size_t sign = option.find('=');
    const std::string_view key = option.substr(0, sign);
    const bool names_layers = key == "lowerdir" || key == "lowerdir+" || key == "datadir+" || key == "upperdir" ||
                              key == "workdir" || key == "br" || key == "dirs";
    if (!names_layers || sign == option.npos) continue;
    std::string layer;
    for (const char c : unescape_octal(option.substr(sign + 1)) + ":") {
      if (c == ':' && layer.ends_with('\\')) {
        layer.back() = c;
      } else if (c != ':') {
        layer.push_back(c);
      } else if (!layer.empty()) {
        f(std::exchange(layer, {}));
      }
    }
  }
}

bool is_stacked(std::string_view type) {
  return type == "overlay" || type == "overlayfs" || type == "aufs" || type == "unionfs" || type == "ecryptfs";
}

bool may_block(const Mount& mount, std::span<const Mount> mounts, std::span<const Mount> ours, std::size_t depth) {
  if (can_block(mount.type)) return true;
  if (!is_stacked(mount.type) || depth == kDeepestStack) return false;
  const auto lies_on_slow = [&](std::string_view layer, std::span<const Mount> where) {
    const Mount* below = mount_of(layer, where);
    return below != nullptr && below != &mount && may_block(*below, mounts, ours, depth + 1);
  };
  bool found = mount.type == "ecryptfs" && (lies_on_slow(mount.source, mounts) || lies_on_slow(mount.source, ours));
  for_each_layer(mount.super_options, [&](const std::string& layer) {
    // A relative one begins where nobody knows any more; its neighbours lie on the same file system.
    if (layer.starts_with('/')) found = found || lies_on_slow(layer, mounts) || lies_on_slow(layer, ours);
  });
  return found;
}

Mount unknown_mount() {
  Mount mount;
  mount.point = "/";
  return mount;
}

}  // namespace

bool can_block(std::string_view type) {
  static constexpr std::string_view kTypes[] = {
      "",       "nfs",    "nfs4",  "cifs",     "smb3",   "smbfs",    "9p",    "afs",      "autofs",
      "beegfs", "ceph",   "coda",  "fhgfs",    "gfs",    "gfs2",     "gpfs",  "hgfs",     "kafs",
      "lustre", "ncpfs",  "nwfs",  "ocfs2",    "panfs",  "prl_fs",   "pvfs2", "orangefs", "quobyte",
      "vboxsf", "wekafs", "davfs", "virtiofs", "vmhgfs", "glusterfs"};
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

MountTable::MountTable(std::vector<Mount> mounts, std::span<const Mount> ours) : mounts_(std::move(mounts)) {
  for (const Mount& mount : mounts_) {
    slow_.push_back(may_block(mount, mounts_, ours, 0));
    if (slow_.back()) slow_points_.push_back(mount.point);
  }
}

MountTable MountTable::unknown() { return MountTable({unknown_mount()}); }

MountTable MountTable::own() {
  const auto self = ProcRoot::open("/proc/self");
  const auto text = self ? self->read("mountinfo") : Result<std::string>(tl::unexpected(self.error()));
  return text && !text->empty() ? MountTable(parse_mountinfo(*text)) : unknown();
}

const Mount* MountTable::slow_of(std::string_view path) const {
  // Most machines have such a mount, and hardly a file lies on it.
  const bool may_lie_there = std::any_of(slow_points_.begin(), slow_points_.end(),
                                         [&](const std::string& point) { return path.starts_with(point); });
  const Mount* mount = may_lie_there ? mount_of(path, mounts_) : nullptr;
  return mount != nullptr && is_slow(*mount) ? mount : nullptr;
}

bool MountTable::has_slow_above(const Mount& mount) const {
  std::size_t end = 0;
  do {
    end = std::min(mount.point.find('/', end + 1), mount.point.size());
    const std::string_view part = std::string_view(mount.point).substr(0, end);
    if (part.size() < mount.point.size() && slow_of(part) != nullptr) return true;
  } while (end < mount.point.size());
  return false;
}

const MountTable& SlowMounts::ours() {
  if (!ours_) ours_ = MountTable::own();
  return *ours_;
}

MountTable SlowMounts::read(const ProcRoot& process, const std::string& root) {
  const auto text = process.read("mountinfo");
  if (!text || text->empty()) return MountTable::unknown();
  std::vector<Mount> mounts = parse_mountinfo(*text);
  for (Mount& mount : mounts) {
    // mountinfo is told from the process's root, links from ours
    if (root.size() > 1) mount.point = mount.point == "/" ? root : root + mount.point;
  }
  MountTable table(std::move(mounts), ours().all());
  return table.any_slow() ? std::move(table) : MountTable();  // most have none, and nothing is asked of them then
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
    // Without the right to read the link, the table of this process is its own.
    std::pair place{directory.link("ns/mnt").value_or(std::to_string(process_->pid())), std::move(root)};
    const auto [known, is_new] = by_place_.try_emplace(std::move(place));
    if (is_new) known->second = read(directory, known->first.second);
    view_ = &known->second;
  }
  const Mount* mount = view_->slow_of(path);
  return mount != nullptr ? mount : ours().slow_of(path);
}

}  // namespace nd::lsof
