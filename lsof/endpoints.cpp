#include "lsof/endpoints.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <tuple>

#include "common/base/number.h"
#include "common/base/text_buffer.h"
#include "common/sys/netns.h"
#include "common/sys/proc_root.h"
#include "common/sys/sock_diag.h"
#include "lsof/kind_names.h"

namespace nd::lsof {
namespace {

constexpr Device kTerminalMaster{5, 2};
constexpr std::uint32_t kFirstSlave = 136;  // Documentation/admin-guide/devices.txt: UNIX98 slaves, 256 a major
constexpr std::uint32_t kLastSlave = 143;

// What an end has in common with the other one.
struct EndKey {
  enum Kind : std::uint8_t { kNone, kPipe, kUnix, kInternet, kMaster, kSlave, kCounter, kQueue };
  Kind kind = kNone;
  InetProtocol protocol = InetProtocol::kTcp;
  Device device;
  std::uint32_t network = 0;  // the same addresses in another namespace are another connection
  std::uint64_t number = 0;   // an inode, a terminal, a counter
  Endpoint from, to;
  auto tie() const { return std::tie(kind, protocol, device, network, number, from, to); }
  bool operator<(const EndKey& other) const { return tie() < other.tie(); }
};

bool is_slave(const OpenFile& file) {
  return file.device_kind == DeviceKind::kSpecial && file.type == FileType::kCharacter &&
         file.special.major_number >= kFirstSlave && file.special.major_number <= kLastSlave;
}

bool is_master(const OpenFile& file) {
  return file.device_kind == DeviceKind::kSpecial && file.type == FileType::kCharacter &&
         file.special == kTerminalMaster;
}

// "[eventfd:17]"
std::optional<std::uint64_t> counter_number(const OpenFile& file) {
  const std::size_t colon = file.name.find(':');
  if (file.kind != kind::kEventFd || colon == std::string::npos) return std::nullopt;
  return parse_number<std::uint64_t>(std::string_view(file.name).substr(colon + 1, file.name.size() - colon - 2));
}

Endpoint plain(const Endpoint& end) { return {end.address.unmapped(), end.port}; }

class Finder {
 public:
  Finder(std::vector<Process>& processes, const EndpointOptions& options) : processes_(processes), options_(options) {}

  void find() {
    if (options_.live) read_unix_peers();
    for (Process& process : processes_) {
      for (OpenFile& file : process.files) {
        if (!can_be_end(file)) continue;
        enter(process, file, groups_[own_key(file)].ends);
      }
    }
    for (Process& process : processes_) {
      for (OpenFile& file : process.files) {
        if (can_be_end(file) && (options_.show_others || !file.hidden)) join(file);
      }
    }
    for (auto& [key, group] : groups_) {
      if (!group.shown) continue;
      for (const End& end : group.ends) end.file->hidden = false;
    }
  }

 private:
  struct End {
    Process* process;
    OpenFile* file;
  };
  // What has one key: a pipe with 2,500 descriptors is one list, not 2,500.
  struct Group {
    std::vector<End> ends;
    std::shared_ptr<const Ends> peers;  // made when somebody's other end is here
    bool shown = false;
  };

  // A thread's descriptor is that of its process.
  static void enter(Process& process, OpenFile& file, std::vector<End>& ends) {
    file.own = ends.size();
    if (process.tid != 0) {
      const auto same = std::find_if(ends.rbegin(), ends.rend(), [&](const End& end) {
        return end.process->pid != process.pid || end.file->fd == file.fd;
      });
      if (same != ends.rend() && same->process->pid == process.pid) {
        file.own = static_cast<std::size_t>(ends.rend() - same) - 1;
        return;
      }
    }
    ends.push_back({&process, &file});
  }

  // In every network namespace: inodes of sockets are numbered for all of them together.
  void read_unix_peers() {
    note_unix_peers();
    const auto own = ProcRoot::open("/proc/self");
    std::set<std::string> seen{own ? own->link("ns/net").value_or(std::string()) : std::string()};
    for (const Process& process : processes_) {
      const bool has_unix = std::any_of(process.files.begin(), process.files.end(),
                                        [](const OpenFile& file) { return file.type == FileType::kUnix; });
      if (!has_unix) continue;
      const auto held = ProcRoot::open("/proc/" + std::to_string(process.pid));
      const auto network = held ? held->link("ns/net") : Result<std::string>(std::string());
      if (!network || !seen.insert(*network).second) continue;
      const auto inside = InNamespace::enter(std::to_string(process.pid));  // for root
      if (inside) note_unix_peers();
    }
  }

  void note_unix_peers() {
    auto diag = SockDiag::open();
    if (!diag) return;
    static_cast<void>(diag->unix_sockets([this](const DiagUnixSocket& socket) {
      if (socket.peer != 0) unix_peers_[socket.row.inode] = socket.peer;
      if (socket.peer != 0) unix_callers_.emplace(socket.peer, socket.row.inode);
      if (socket.first_waiting != 0) unix_callers_.emplace(socket.row.inode, socket.first_waiting);
    }));
  }

  // Whom it is connected to; of one that is connected to nobody, the first in the kernel's order that is to it.
  std::uint64_t unix_peer(const OpenFile& file) const {
    for (const auto* peers : {&unix_peers_, &unix_callers_}) {
      if (const auto found = peers->find(file.inode); found != peers->end()) return found->second;
    }
    return 0;
  }

  // Under which its other end finds it.
  EndKey own_key(const OpenFile& file) const {
    EndKey key;
    if (file.type == FileType::kFifo) {
      key.kind = EndKey::kPipe, key.device = file.device, key.number = file.inode;
    } else if (file.type == FileType::kUnix) {
      key.kind = EndKey::kUnix, key.number = file.inode;
    } else if (file.socket != nullptr) {
      key.kind = EndKey::kInternet, key.protocol = file.socket->protocol, key.network = file.network;
      key.from = plain(file.socket->local), key.to = plain(file.socket->remote);
    } else if (is_master(file)) {
      key.kind = EndKey::kMaster, key.number = file.device_code;
    } else if (is_slave(file)) {
      key.kind = EndKey::kSlave;
      key.number = (file.special.major_number - kFirstSlave) * 256 + file.special.minor_number;
    } else if (file.kind == kind::kMessageQueue) {
      key.kind = EndKey::kQueue, key.device = file.device, key.number = file.inode;
    } else if (const auto counter = counter_number(file)) {
      key.kind = EndKey::kCounter, key.number = *counter;
    }
    return key;
  }

  // Under which it finds its other end.
  EndKey other_key(const OpenFile& file) const {
    EndKey key = own_key(file);
    if (key.kind == EndKey::kUnix) key.number = unix_peer(file);
    if (key.kind == EndKey::kInternet) std::swap(key.from, key.to);
    if (key.kind == EndKey::kMaster || key.kind == EndKey::kSlave) {
      key.kind = key.kind == EndKey::kMaster ? EndKey::kSlave : EndKey::kMaster;
    }
    return key;
  }

  void join(OpenFile& file) {
    const EndKey own = own_key(file);
    const EndKey key = other_key(file);
    const auto found = groups_.find(key);
    if (found != groups_.end() && options_.show_others && !file.hidden) found->second.shown = true;
    if (!options_.names) return;
    TextBuffer text;
    if (key.kind == EndKey::kUnix) file.peer_inode = key.number;
    if (key.kind == EndKey::kUnix && key.number != 0) text.put(" ->INO=").dec(key.number);
    if (is_master(file) && found != groups_.end()) text.put(" ->/dev/pts/").dec(file.device_code);
    file.ends = text.view();
    const bool among_them = own.tie() == key.tie();
    if (!among_them) file.own = SIZE_MAX;
    if (found == groups_.end() || found->second.ends.size() == (among_them ? 1 : 0)) return;
    Group& group = found->second;
    // In lsof's order: of sockets the latest first.
    const bool latest_first = key.kind == EndKey::kUnix || key.kind == EndKey::kInternet;
    if (!group.peers) group.peers = peers_of(group, latest_first);
    if (among_them && latest_first) file.own = group.ends.size() - 1 - file.own;
    file.peers = group.peers;
  }

  std::shared_ptr<const Ends> peers_of(const Group& group, bool latest_first) const {
    Ends made{{}, options_.command_limit};
    for (const End& end : group.ends) {
      made.list.push_back({end.process->pid, end.process->command, end.file->fd, end.file->access});
    }
    if (latest_first) std::reverse(made.list.begin(), made.list.end());
    return std::make_shared<const Ends>(std::move(made));
  }

  std::vector<Process>& processes_;
  const EndpointOptions& options_;
  std::map<EndKey, Group> groups_;
  std::map<std::uint64_t, std::uint64_t> unix_peers_, unix_callers_;  // inode to inode
};

}  // namespace

bool can_be_end(const OpenFile& file) {
  if (file.fd.kind != FdName::kNumber) return false;
  if (file.socket != nullptr) return !file.socket->remote.address.is_unspecified() || file.socket->remote.port != 0;
  return file.type == FileType::kFifo || file.type == FileType::kUnix || is_master(file) || is_slave(file) ||
         file.kind == kind::kEventFd || file.kind == kind::kMessageQueue;
}

void find_endpoints(std::vector<Process>& processes, const EndpointOptions& options) {
  Finder(processes, options).find();
  for (Process& process : processes) std::erase_if(process.files, [](const OpenFile& file) { return file.hidden; });
  std::erase_if(processes, [](const Process& process) { return process.files.empty(); });
}

}  // namespace nd::lsof
