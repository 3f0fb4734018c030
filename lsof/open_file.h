// What a listing is made of: processes and the files they hold, with what lsof's columns need and no more, since a
// machine holds hundreds of thousands of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/model/device.h"
#include "common/model/mount.h"
#include "common/model/socket.h"

namespace nd::lsof {

// What stands in the FD column: a number, or one of the names.
struct FdName {
  enum Kind : std::uint8_t { kNumber, kCwd, kRoot, kText, kMemory, kDeletedMap, kUnreadable };
  Kind kind = kNumber;
  std::int32_t number = -1;
  bool operator==(const FdName&) const = default;
};
// "cwd", "rtd", "txt", "mem", "DEL", "NOFD"; empty for numbers.
std::string_view fd_word(FdName::Kind kind);

// The TYPE column. kMode: a file mode nobody has a name for, shown in octal.
enum class FileType : std::uint8_t {
  kBlank,
  kUnknown,
  kRegular,
  kDirectory,
  kCharacter,
  kBlock,
  kFifo,
  kLink,
  kUnix,
  kIpv4,
  kIpv6,
  kSocket,
  kRaw,
  kRaw6,
  kNetlink,
  kPacket,
  kIcmp,
  kAnonInode,
  kMode,
  kExempt  // nothing was asked of it: -e
};
std::string_view type_word(FileType type);

// The DEVICE column.
enum class DeviceKind : std::uint8_t { kNone, kFileSystem, kSpecial, kSocketInode, kKernelAddress, kUnknown };

// Which of OpenFile's numbers are known.
enum Known : std::uint8_t { kSize = 1, kOffset = 2, kInode = 4, kLinks = 8, kFlags = 16, kDevice = 32, kMode = 64 };

// Who holds the other end of a pipe, a socket pair, a connection, a terminal: -E.
struct Peer {
  std::int32_t pid = 0;
  std::string command;  // raw
  FdName fd;
  char access = ' ';
};

// All that hold one end; shared by those at the other one, each of which leaves itself out.
struct Ends {
  std::vector<Peer> list;         // in the order of printing
  std::size_t command_limit = 0;  // characters of a command in text
};

struct OpenFile {
  FdName fd;
  char access = ' ';    // r, w, u (both), ' ' (unknown)
  bool hidden = false;  // not asked for, and only here because it may be the other end of something that was
  char lock = ' ';      // R W r w u, ' ' (none)
  FileType type = FileType::kBlank;
  DeviceKind device_kind = DeviceKind::kNone;
  std::uint8_t known = 0;         // of Known
  std::uint32_t mode = 0;         // st_mode
  std::uint32_t selected = 0;     // of Criterion: what asked for this file
  Device device;                  // of the file system
  Device special;                 // of a device node
  std::uint64_t device_code = 0;  // kSocketInode, kKernelAddress; of a terminal's master its number, under -E
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::uint64_t blocks = 0;  // of 512 bytes
  std::int64_t offset = 0;
  std::uint32_t links = 0;
  std::uint32_t flags = 0;            // O_*, as fdinfo has them
  const SocketRow* socket = nullptr;  // an Internet socket: NAME is made of it when it is printed
  std::string_view protocol;          // the NODE column where it is not the inode; lives as long as the listing
  std::string name;                   // raw bytes, a remark such as " (stat: …)" included,
  std::size_t remark = 0;             // whose length this is
  std::string_view state;             // a unix socket's, printed behind the name: "(CONNECTED)"
  std::string ends;                   // with -E: what NAME says of the other end, between name and state, before peers
  std::string fdinfo;                 // the kernel's text on the descriptor, where facts are wanted (JSON)
  std::shared_ptr<const Ends> peers;  // and who that is; null: nobody
  std::uint64_t peer_inode = 0;       // of a connected unix socket, with -E
  std::size_t own = SIZE_MAX;         // its own place among them, if it has one
  std::uint32_t network = 0;          // of an Internet socket: which network namespace, by a number of this listing
  const Mount* mount = nullptr;       // that it came through, where facts are wanted
  std::string_view failed;            // the call that told less than there is to know: "stat" …; empty: none did
  int error = 0;                      // and why
  std::string_view network_name;      // the same, and of other sockets, with --netns
  std::string_view kind;              // of the registry: "pipe", "eventfd", "tcp" …

  bool has(Known what) const { return (known & what) != 0; }
  // Whether it has no name any more; nullopt where that is not known.
  std::optional<bool> deleted() const {
    if (fd.kind == FdName::kDeletedMap) return true;
    return has(kLinks) ? std::optional(links == 0) : std::nullopt;
  }
  template <typename F>
  void for_each_peer(F&& f) const {
    if (!peers) return;
    for (std::size_t i = 0; i < peers->list.size(); ++i) {
      if (i != own) f(peers->list[i]);
    }
  }
};

struct Process {
  std::int32_t pid = 0;
  std::int32_t tid = 0;  // 0: the process itself
  std::int32_t ppid = 0;
  std::int32_t pgid = 0;
  std::uint32_t uid = 0;
  std::string command;       // raw
  std::string task_command;  // of the thread, where tid is one
  std::uint64_t start_time = 0;
  std::uint32_t threads = 0;   // as many as the kernel counted; 0: not known
  std::uint32_t selected = 0;  // of Criterion
  bool hidden = false;         // none of its files was asked for
  std::vector<OpenFile> files;
};

}  // namespace nd::lsof
