// Netlink sockets: NAME is the protocol.
#include <linux/netlink.h>

#include "lsof/fdtypes/socket.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

std::string protocol_name(std::uint32_t protocol) {
  switch (protocol) {
    case NETLINK_ROUTE:
      return "ROUTE";
    case NETLINK_UNUSED:
      return "UNUSED";
    case NETLINK_USERSOCK:
      return "USERSOCK";
    case NETLINK_FIREWALL:
      return "FIREWALL";
    case NETLINK_INET_DIAG:
      return "INET_DIAG";
    case NETLINK_NFLOG:
      return "NFLOG";
    case NETLINK_XFRM:
      return "XFRM";
    case NETLINK_SELINUX:
      return "SELINUX";
    case NETLINK_ISCSI:
      return "ISCSI";
    case NETLINK_AUDIT:
      return "AUDIT";
    case NETLINK_FIB_LOOKUP:
      return "FIB_LOOKUP";
    case NETLINK_CONNECTOR:
      return "CONNECTOR";
    case NETLINK_NETFILTER:
      return "NETFILTER";
    case NETLINK_IP6_FW:
      return "IP6_FW";
    case NETLINK_DNRTMSG:
      return "DNRTMSG";
    case NETLINK_KOBJECT_UEVENT:
      return "KOBJECT_UEVENT";
    case NETLINK_GENERIC:
      return "GENERIC";
    case NETLINK_SCSITRANSPORT:
      return "SCSITRANSPORT";
    case NETLINK_ECRYPTFS:
      return "ECRYPTFS";
    case NETLINK_RDMA:
      return "RDMA";
    case NETLINK_CRYPTO:
      return "CRYPTO";
    case NETLINK_SMC:
      return "SMC";
    default:
      return "unknown protocol (" + std::to_string(protocol) + ")";
  }
}

}  // namespace

void describe_netlink(const NetlinkSocketRow& row, OpenFile& file) {
  file.type = FileType::kNetlink;
  file.kind = kind::kNetlink;
  file.name = protocol_name(row.protocol);
}

}  // namespace nd::lsof
