// Unix-domain sockets.
#include <sys/socket.h>

#include "lsof/fdtypes/socket.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

std::string type_name(std::uint16_t type) {
  switch (type) {
    case SOCK_STREAM:
      return "STREAM";
    case SOCK_DGRAM:
      return "DGRAM";
    case SOCK_RAW:
      return "RAW";
    case SOCK_RDM:
      return "RDM";
    case SOCK_SEQPACKET:
      return "SEQPACKET";
    case SOCK_PACKET:
      return "PACKET";
    default:
      return std::to_string(type);
  }
}

std::string_view state_of(const UnixSocketRow& row) {
  if (row.is_listening()) return "LISTEN";
  switch (row.state) {
    case UnixState::kFree:
      return "FREE";
    case UnixState::kUnconnected:
      return "UNCONNECTED";
    case UnixState::kConnecting:
      return "CONNECTING";
    case UnixState::kConnected:
      return "CONNECTED";
    case UnixState::kDisconnecting:
      return "DISCONNECTING";
  }
  return "";
}

}  // namespace

void describe_unix(const UnixSocketRow& row, OpenFile& file) {
  file.type = FileType::kUnix;
  file.kind = kind::kUnix;
  file.device_kind = DeviceKind::kKernelAddress;
  file.device_code = row.kernel_address;
  file.name = row.path;
  if (!file.name.empty()) file.name.push_back(' ');
  file.name += "type=" + type_name(row.type);
  file.state = state_of(row);
}

}  // namespace nd::lsof
