#include "lsof/report/network_names.h"

#include "common/base/number.h"
#include "common/index/network_namespaces.h"
#include "lsof/again.h"
#include "lsof/socket_home.h"

namespace nd::lsof {
namespace {

std::uint64_t inode_in(std::string_view link) {
  if (!link.starts_with("net:[")) return 0;
  return parse_number<std::uint64_t>(link.substr(5, link.size() - 6)).value_or(0);
}

// Of the socket itself; 0 where we may not ask or it has become another one meanwhile.
std::uint64_t namespace_of_socket(std::int32_t pid, const OpenFile& file) {
  return inode_in(home_of_socket(pid, file.fd.number, file.has(kInode) ? file.inode : file.device_code).name);
}

std::uint64_t namespace_of_process(const ProcRoot& proc, const Process& process) {
  const auto held = hold_again(proc, process);
  if (!held) return 0;
  return inode_in(held->directory().link("ns/net").value_or(std::string()));
}

}  // namespace

bool is_socket(const OpenFile& file) {
  switch (file.type) {
    case FileType::kUnix:
    case FileType::kIpv4:
    case FileType::kIpv6:
    case FileType::kSocket:
    case FileType::kRaw:
    case FileType::kRaw6:
    case FileType::kNetlink:
    case FileType::kPacket:
    case FileType::kIcmp:
      return file.fd.kind == FdName::kNumber;
    default:
      return false;
  }
}

void NetworkNames::load(const ProcRoot& proc) {
  loaded_ = true;
  const auto list = list_namespaces(proc);
  if (!list) return;
  for (const NetworkNamespace& each : *list) names_.emplace(each.inode, each.name);
}

std::string_view NetworkNames::of(const ProcRoot& proc, const Process& process, const OpenFile& file) {
  if (!loaded_) load(proc);
  std::uint64_t inode = proc.path() == "/proc" ? namespace_of_socket(process.pid, file) : 0;
  if (inode == 0) inode = namespace_of_process(proc, process);
  if (inode == 0) return {};
  return names_.emplace(inode, "net:[" + std::to_string(inode) + "]").first->second;  // nobody lives there
}

}  // namespace nd::lsof
