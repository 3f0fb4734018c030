// What is known of a socket by its inode. Tables are read when the first descriptor asks for one of their kind, once
// for each network namespace: a listing without sockets reads none, and one of unix sockets no TCP table. The threads
// of a listing share one object.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/index/inode_map.h"
#include "common/index/process_walk.h"
#include "common/model/net_tables.h"
#include "common/model/socket.h"
#include "lsof/socket_probe.h"
#include "lsof/socket_tables.h"

namespace nd::lsof {

struct RawRow {  // raw and icmp sockets keep the kernel's words: lsof shows those
  SocketRow row;
  std::string words;  // "0100007F:0007->0200007F:0000"
  std::string state;  // "01"
};

struct InternetRow {
  SocketRow row;
  std::uint32_t network = 0;  // the namespace it stood in, by a number of this listing
};

using SocketFacts = std::variant<std::monostate, const InternetRow*, const UnixSocketRow*, const NetlinkSocketRow*,
                                 const PacketSocketRow*, const RawRow*>;

// Beyond that a table is less work.
constexpr std::size_t kMostProbes = 256;

class Sockets {
 public:
  struct Options {
    bool live = true;      // false: a saved copy of /proc
    bool internet = true;  // -X: else the tables of TCP, UDP and UDP-Lite are not read
    bool few = false;      // those of a few processes are wanted: no table of all is kept, nor read where one can ask
    bool queues = true;    // what waits in a socket is shown, which only tables tell of each
    bool unix = true;      // false: of Unix sockets nothing is shown
  };
  explicit Sockets(Options options) : options_(options) {}

  // What is known of `inode`, which descriptor `fd` of the process leads to: from the tables of the process's network
  // namespace, and of a socket that lives in another one, from itself or from the tables there. `protocol` is the
  // kernel's name for the socket's protocol (the extended attribute system.sockprotoname), which says which table to
  // read; empty: unknown, then all are read. The result lives as long as this object.
  SocketFacts find(std::uint64_t inode, const HeldProcess& process, std::int32_t fd, std::string_view protocol);
  // Reads a table that find() will ask for, of the process's network namespace: threads may read different ones.
  enum class Table : std::uint8_t { kTcp, kUnix };
  void read_ahead(Table table, const HeldProcess& process);
  // Only what is already here.
  SocketFacts known(std::uint64_t inode) const;
  bool leaves_out_internet() const { return !options_.internet; }
  bool leaves_out(std::string_view protocol) const;

 private:
  enum class Group : std::uint8_t { kTcp, kUdp, kUdpLite, kUnix, kNetlink, kPacket, kRaw, kIcmp };
  static constexpr Group kGroups[] = {Group::kUnix, Group::kTcp,     Group::kUdp,    Group::kNetlink,
                                      Group::kRaw,  Group::kUdpLite, Group::kPacket, Group::kIcmp};
  static std::optional<Group> group_of(std::string_view protocol);
  static std::optional<InetProtocol> internet_protocol(Group group);
  SocketFacts probe(std::uint64_t inode, const HeldProcess& process, std::int32_t fd, InetProtocol protocol);
  // From the tables of the namespace that the socket was made in, if its process has left that.
  SocketFacts find_elsewhere(Group group, std::uint64_t inode, const HeldProcess& process, std::int32_t fd);
  std::uint32_t network_number(const std::string& network_namespace);
  void load(Group group, const HeldProcess& process, const std::string& network_namespace);
  void read(Group group, const SocketTables& tables, std::uint32_t network);
  void load_inet(InetProtocol protocol, const SocketTables& tables, std::uint32_t network);
  void load_raw(InetProtocol protocol, const SocketTables& tables);
  void load_unix(const SocketTables& tables);
  void load_unix_of(const HeldProcess& process);
  // What is told of one socket without reading a table of its kind.
  SocketFacts find_alone(Group group, std::uint64_t inode, const HeldProcess& process, std::int32_t fd);
  // Keeps what was read.
  template <typename Row>
  void keep(std::deque<Row>& rows, std::vector<Row>&& read);

  const Options options_;
  SocketProbe probe_{kMostProbes};
  std::atomic<bool> has_unix_of_one_ = false;
  std::mutex loading_;  // for the two below
  std::map<std::pair<std::string, Group>, std::once_flag> loaded_;
  std::map<std::string, std::uint32_t> networks_;
  mutable std::shared_mutex facts_mutex_;  // for all below
  InodeMap<SocketFacts> facts_;
  std::deque<InternetRow> inet_;  // deques: rows stay where they are
  std::deque<UnixSocketRow> unix_;
  std::deque<NetlinkSocketRow> netlink_;
  std::deque<PacketSocketRow> packet_;
  std::deque<RawRow> raw_;
};

// The kernel's name of the protocol of the socket behind /proc/PID/fd/N ("TCP", "UNIX-STREAM"); empty when it does
// not tell.
std::string socket_protocol(int directory, const char* name);

}  // namespace nd::lsof
