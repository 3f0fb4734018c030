#include "lsof/report/network_names.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "common/base/number.h"
#include "common/index/network_namespaces.h"
#include "lsof/again.h"
#include "lsof/borrow.h"

namespace nd::lsof {
namespace {

// Of the socket itself; 0 where we may not ask or it has become another one meanwhile.
std::uint64_t namespace_of_socket(std::int32_t pid, const OpenFile& file) {
  const UniqueFd copy = borrow_descriptor(pid, file.fd.number);
  struct stat found;
  if (!copy || ::fstat(copy.get(), &found) != 0 || !S_ISSOCK(found.st_mode)) return 0;
  const std::uint64_t inode = file.has(kInode) ? file.inode : file.device_code;
  if (found.st_ino != inode) return 0;
  const UniqueFd network(::ioctl(copy.get(), SIOCGSKNS));
  return network && ::fstat(network.get(), &found) == 0 ? found.st_ino : 0;
}

std::uint64_t namespace_of_process(const ProcRoot& proc, const Process& process) {
  const auto held = hold_again(proc, process);
  if (!held) return 0;
  const auto link = held->directory().link("ns/net");
  if (!link || !link->starts_with("net:[")) return 0;
  return parse_number<std::uint64_t>(std::string_view(*link).substr(5, link->size() - 6)).value_or(0);
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
