#include "lsof/report/watch_target.h"

#include <sys/stat.h>

#include <algorithm>

#include "common/base/number.h"
#include "common/parse/proc_pid_fdinfo.h"
#include "lsof/file_stat.h"
#include "lsof/mounts.h"
#include "lsof/paths.h"

namespace nd::lsof {
namespace {

Result<WatchTarget> descriptor_target(const OverviewContext& context, const std::string& text, std::int32_t pid,
                                      std::int32_t fd) {
  const auto held = HeldProcess::open(context.proc, pid);
  if (!held) return tl::unexpected(held.error());
  const std::string link = "fd/" + std::to_string(fd);
  const auto to = held->directory().link(link.c_str());
  if (!to) return tl::unexpected(to.error());
  FileStat files(true, context.slow_files);
  files.enter(*held);
  const auto found = files.ask(held->directory().fd(), link.c_str(), *to).found;
  if (!found) return input_failure("--watchers " + text, "nothing is known of it");
  WatchTarget target{.pid = pid, .fd = fd, .inode = found->st_ino};
  target.devices.push_back(device_of(found->st_dev));
  target.shares_inode = to->starts_with("anon_inode:");
  const auto info =
      parse_fdinfo(held->directory().read(("fdinfo/" + std::to_string(fd)).c_str()).value_or(std::string()));
  if (!info) return target;
  target.mount = info->mount;
  Mounts mounts;
  if (const Mount* mount = mounts.find(*held, info->mount)) target.devices.push_back(mount->device);
  return target;
}

Result<WatchTarget> file_target(const OverviewContext& context, const std::string& name) {
  const MountTable mounts = MountTable::own();
  const auto asked = ask_path(name, mounts, context.slow_files);
  if (!asked) return tl::unexpected(asked.error());
  const bool is_descriptor = parse_number<std::int32_t>(std::string_view(name).substr(0, name.find(':'))).has_value();
  if (!asked->found && is_descriptor && name.find(':') != std::string::npos) {
    return input_failure("--watchers " + name, "neither a descriptor nor a file", "PID:FD are two numbers");
  }
  if (!asked->found) return system_failure(asked->error, "statx", name);
  const struct statx& file = *asked->found;
  WatchTarget target{.path = absolute_path(asked->resolved.path), .inode = file.stx_ino};
  target.devices.push_back(device_of(file));
  target.is_socket_file = S_ISSOCK(file.stx_mode);
  if ((file.stx_mask & STATX_MNT_ID) == 0) return target;
  target.mount = static_cast<std::int32_t>(file.stx_mnt_id);
  const auto all = mounts.all();
  const auto mount = std::find_if(all.begin(), all.end(), [&](const Mount& m) { return m.id == target.mount; });
  if (mount != all.end()) target.devices.push_back(mount->device);
  return target;
}

}  // namespace

bool WatchTarget::lies_on(const Device& device) const {
  return std::find(devices.begin(), devices.end(), device) != devices.end();
}

Result<WatchTarget> find_watch_target(const OverviewContext& context, const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos) {
    const auto pid = parse_number<std::int32_t>(std::string_view(text).substr(0, colon));
    const auto fd = parse_number<std::int32_t>(std::string_view(text).substr(colon + 1));
    if (pid && fd) return descriptor_target(context, text, *pid, *fd);
  }
  return file_target(context, text);
}

}  // namespace nd::lsof
