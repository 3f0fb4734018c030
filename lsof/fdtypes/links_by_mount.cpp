#include "lsof/fdtypes/links_by_mount.h"

#include "common/parse/proc_pid_fdinfo.h"

namespace nd::lsof {

std::string_view LinksByMount::of(std::string_view fdinfo) {
  const auto info = unknown_ < 3 ? parse_fdinfo(fdinfo) : std::nullopt;
  if (!info || info->inode == 0) return {};  // before Linux 5.14
  if (info->mount == eventfds_.mount) return fdinfo_value(fdinfo, "eventfd-id") ? eventfds_.link : std::string_view();
  for (const Place* place : {&sockets_, &pipes_}) {
    if (info->mount != place->mount) continue;
    text_.assign(place->link).append(std::to_string(info->inode)).push_back(']');
    return text_;
  }
  return {};
}

void LinksByMount::note(std::string_view fdinfo, std::string_view link) {
  if (unknown_ == 0) return;
  for (Place* place : {&sockets_, &pipes_, &eventfds_}) {
    if (place->mount >= 0 || !link.starts_with(place->link)) continue;
    const auto info = parse_fdinfo(fdinfo);
    if (!info || info->inode == 0 || info->mount <= 0) return;
    place->mount = info->mount;
    --unknown_;
  }
}

}  // namespace nd::lsof
