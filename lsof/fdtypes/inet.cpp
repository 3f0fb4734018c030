// TCP, UDP and UDP-Lite sockets. NAME is made when it is printed, since it may need the names of hosts and services.
#include "lsof/fdtypes/socket.h"
#include "lsof/kind_names.h"

namespace nd::lsof {

void describe_inet(const SocketRow& row, OpenFile& file) {
  file.type = row.family == Family::kIpv6 ? FileType::kIpv6 : FileType::kIpv4;
  file.device_kind = DeviceKind::kSocketInode;
  file.device_code = row.inode;
  file.socket = &row;
  switch (row.protocol) {
    case InetProtocol::kTcp:
      file.protocol = "TCP", file.kind = kind::kTcp;
      return;
    case InetProtocol::kUdp:
      file.protocol = "UDP", file.kind = kind::kUdp;
      return;
    case InetProtocol::kUdpLite:
      file.protocol = "UDPLITE", file.kind = kind::kUdpLite;
      return;
    case InetProtocol::kRaw:
      file.protocol = "RAW", file.kind = kind::kRaw;
      return;
    case InetProtocol::kIcmp:
      file.protocol = "ICMP", file.kind = kind::kIcmp;
      return;
  }
}

}  // namespace nd::lsof
