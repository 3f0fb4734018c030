// Raw sockets and the ICMP sockets of unprivileged pings: shown in the kernel's words.
#include "lsof/fdtypes/socket.h"
#include "lsof/kind_names.h"

namespace nd::lsof {

void describe_raw(const RawRow& raw, OpenFile& file) {
  const bool is_icmp = raw.row.protocol == InetProtocol::kIcmp;
  file.type = is_icmp ? FileType::kIcmp : raw.row.family == Family::kIpv6 ? FileType::kRaw6 : FileType::kRaw;
  file.kind = is_icmp ? kind::kIcmp : kind::kRaw;
  file.name = raw.words;
  if (!is_icmp) file.name += " st=" + raw.state;
}

}  // namespace nd::lsof
