// Sockets: the link tells an inode only, the tables of the network namespace tell the rest. One that stands in no
// table is shown with the protocol that the kernel names for it.
#include "lsof/fdtypes/socket.h"

#include "lsof/fdtypes/kinds.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

struct Describe {
  OpenFile& file;
  bool operator()(std::monostate) const { return false; }
  bool operator()(const InternetRow* found) const {
    file.network = found->network;
    return describe_inet(found->row, file), true;
  }
  bool operator()(const UnixSocketRow* row) const { return describe_unix(*row, file), true; }
  bool operator()(const NetlinkSocketRow* row) const { return describe_netlink(*row, file), true; }
  bool operator()(const PacketSocketRow* row) const { return describe_packet(*row, file), true; }
  bool operator()(const RawRow* row) const { return describe_raw(*row, file), true; }
};

void describe_unlisted(Descriptor& descriptor, std::string_view protocol, OpenFile& file) {
  file.name = protocol.empty() ? "can't identify protocol" : "protocol: " + std::string(protocol);
  if (descriptor.around().sockets.leaves_out_internet()) file.name = "can't identify protocol (-X specified)";
  file.kind = kind::kSocket;
  thread_local std::optional<Device> socket_fs;
  if (!socket_fs) {
    if (const auto found = descriptor.around().files.follow(descriptor.link().directory, descriptor.link().name)) {
      socket_fs = device_of(found->st_dev);
    }
  }
  file.type = FileType::kSocket;
  if (!socket_fs) return;
  file.device = *socket_fs;
  file.device_kind = DeviceKind::kFileSystem;
  file.known |= kDevice;
}

void describe(Descriptor& descriptor, OpenFile& file) {
  file.known = kOffset;
  const auto inode = socket_inode(descriptor.target());
  if (inode) {
    file.inode = *inode;
    file.known |= kInode;
    if (std::visit(Describe{file}, descriptor.around().sockets.known(*inode))) return;
  }
  std::string protocol;
  if (descriptor.around().files.live()) {
    protocol = socket_protocol(descriptor.link().directory, descriptor.link().name);
  }
  const SocketFacts found =
      inode ? descriptor.around().sockets.find(*inode, descriptor.process(), descriptor.link().fd, protocol)
            : SocketFacts{};
  if (!std::visit(Describe{file}, found)) describe_unlisted(descriptor, protocol, file);
}

}  // namespace

const FdType kSocketType{kind::kSocket, "socket:[", describe};

}  // namespace nd::lsof
