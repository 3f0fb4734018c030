#include "lsof/open_file.h"

namespace nd::lsof {

std::string_view fd_word(FdName::Kind kind) {
  switch (kind) {
    case FdName::kNumber:
      return "";
    case FdName::kCwd:
      return "cwd";
    case FdName::kRoot:
      return "rtd";
    case FdName::kText:
      return "txt";
    case FdName::kMemory:
      return "mem";
    case FdName::kDeletedMap:
      return "DEL";
    case FdName::kUnreadable:
      return "NOFD";
  }
  return "";
}

std::string_view type_word(FileType type) {
  switch (type) {
    case FileType::kBlank:
    case FileType::kMode:
    case FileType::kExempt:
      return "";
    case FileType::kUnknown:
      return "unknown";
    case FileType::kRegular:
      return "REG";
    case FileType::kDirectory:
      return "DIR";
    case FileType::kCharacter:
      return "CHR";
    case FileType::kBlock:
      return "BLK";
    case FileType::kFifo:
      return "FIFO";
    case FileType::kLink:
      return "LINK";
    case FileType::kUnix:
      return "unix";
    case FileType::kIpv4:
      return "IPv4";
    case FileType::kIpv6:
      return "IPv6";
    case FileType::kSocket:
      return "sock";
    case FileType::kRaw:
      return "raw";
    case FileType::kRaw6:
      return "raw6";
    case FileType::kNetlink:
      return "netlink";
    case FileType::kPacket:
      return "pack";
    case FileType::kIcmp:
      return "icmp";
    case FileType::kAnonInode:
      return "a_inode";
  }
  return "";
}

}  // namespace nd::lsof
