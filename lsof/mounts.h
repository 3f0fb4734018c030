// Which mount a descriptor came through: the mnt_id of its fdinfo, in the table of its process's mount namespace, which
// is read once for each of those.
#pragma once

#include <map>
#include <span>
#include <string>

#include "common/index/process_walk.h"
#include "common/model/mount.h"

namespace nd::lsof {

// Where the file system is mounted, first; null: nowhere.
const Mount* mount_on(const Device& device, std::span<const Mount> mounts);

class Mounts {
 public:
  // The process whose mounts are looked for next.
  void enter() { view_ = nullptr; }
  // Null for those of the kernel itself, which no table has: pipes, sockets, memfds, message queues that were opened by
  // mq_open(3). Lives as long as this object.
  const Mount* find(const HeldProcess& process, std::int32_t id);

 private:
  using View = std::map<std::int32_t, Mount>;
  const View& view_of(const HeldProcess& process);

  std::map<std::string, View> by_namespace_;
  const View* view_ = nullptr;  // of the process, once it was asked for
};

}  // namespace nd::lsof
