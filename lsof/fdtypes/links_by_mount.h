// What the link of a descriptor says, without reading it: all pipes lie on one mount of the kernel's own, all sockets
// on another, and fdinfo names the mount and the inode. A listing that reads the fdinfo of every descriptor anyway is
// spared two thirds of the links.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nd::lsof {

class LinksByMount {
 public:
  // The text of the link of the descriptor that `fdinfo` is about; empty where that does not tell. Valid until the next
  // call.
  std::string_view of(std::string_view fdinfo);
  // Learns the mounts from descriptors whose link was read.
  void note(std::string_view fdinfo, std::string_view link);

 private:
  struct Place {
    std::string_view link;  // begins so
    std::int64_t mount = -1;
  };
  Place pipes_{"pipe:["}, sockets_{"socket:["}, eventfds_{"anon_inode:[eventfd]"};
  int unknown_ = 3;
  std::string text_;
};

}  // namespace nd::lsof
