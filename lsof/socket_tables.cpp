#include "lsof/socket_tables.h"

#include "common/base/field_reader.h"
#include "common/parse/proc_net_unix.h"
#include "common/sys/netns.h"
#include "common/sys/sock_diag.h"

namespace nd::lsof {
namespace {

constexpr std::uint32_t bit(TcpState state) { return 1U << static_cast<unsigned>(state); }
// No process holds these.
constexpr std::uint32_t kWithoutInode = bit(TcpState::kTimeWait) | bit(TcpState::kSynRecv) | bit(TcpState::kNewSynRecv);

// A sock_diag that answers for the namespace of `process`.
Result<SockDiag> open_diag(const HeldProcess& process) {
  const auto ours = ProcRoot::open("/proc/thread-self");
  if (!ours) return tl::unexpected(ours.error());
  const std::string there = network_namespace(process);
  if (there.empty() || there == ours->link("ns/net").value_or(std::string())) return SockDiag::open();
  // By way of the held directory: the pid may be another's by now.
  const auto entered =
      InNamespace::enter("/proc/thread-self/fd/" + std::to_string(process.directory().fd()) + "/ns/net");
  if (!entered) return tl::unexpected(entered.error());
  return SockDiag::open();
}

}  // namespace

std::string network_namespace(const HeldProcess& process) {
  return process.directory().link("ns/net").value_or(std::string());
}

std::string SocketTables::text(std::string_view name) const {
  return process_.directory().read(("net/" + std::string(name)).c_str()).value_or(std::string());
}

bool SocketTables::ask_tcp(Family family, const std::function<void(const SocketRow&)>& f) const {
  auto diag = open_diag(process_);
  if (!diag) return false;
  const DiagQuery query{.family = family, .states = ~kWithoutInode};
  return diag->sockets(query, [&](const DiagSocket& socket) { f(socket.row); }).has_value();
}

void SocketTables::internet(InetProtocol protocol, const std::function<void(const SocketRow&)>& f) const {
  for (const Family family : {Family::kIpv4, Family::kIpv6}) {
    if (live_ && protocol == InetProtocol::kTcp && ask_tcp(family, f)) continue;
    const SocketTableKind kind{protocol, family};
    for_each_line(text(table_name(kind)), [&](std::string_view line) {
      if (const auto row = parse_socket_row(line, kind)) f(*row);
    });
  }
}

std::optional<std::vector<std::uint64_t>> SocketTables::unix_inodes() const {
  if (!live_) return std::nullopt;
  auto diag = open_diag(process_);
  if (!diag) return std::nullopt;
  std::vector<std::uint64_t> inodes;
  const auto note = [&](const DiagUnixSocket& socket) {
    if (socket.row.inode != 0) inodes.push_back(socket.row.inode);
  };
  if (!diag->unix_sockets(note, UnixDetails::kNone)) return std::nullopt;
  return inodes;
}

std::vector<UnixSocketRow> SocketTables::unix_sockets(const WantUnixSocket& wanted) const {
  std::vector<UnixSocketRow> known;
  const std::string table = text("unix");
  const auto ask = [&]() -> const std::vector<UnixSocketRow>* {
    if (!live_) return nullptr;
    auto diag = open_diag(process_);
    if (!diag) return nullptr;
    const Status asked = diag->unix_sockets([&](const DiagUnixSocket& socket) { known.push_back(socket.row); });
    return asked ? &known : nullptr;
  };
  return genuine_unix_rows(table, ask, wanted);
}

bool SocketTables::bound_unix_sockets(const std::function<void(const DiagUnixSocket&)>& f) const {
  if (!live_) return false;
  auto diag = open_diag(process_);
  if (!diag) return false;
  const Status asked = diag->unix_sockets([&](const DiagUnixSocket& socket) {
    if (socket.file_inode != 0) f(socket);
  });
  return asked.has_value();
}

}  // namespace nd::lsof
