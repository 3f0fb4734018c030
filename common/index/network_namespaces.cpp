#include "common/index/network_namespaces.h"

#include <sys/stat.h>

#include <map>

#include "common/base/number.h"
#include "common/base/sort.h"
#include "common/index/process_walk.h"

namespace nd {
namespace {

constexpr const char* kNamedNamespaces = "/run/netns";
constexpr std::size_t kContainerDigits = 64;
constexpr std::size_t kShownDigits = 12;

// "net:[4026531840]"
std::uint64_t namespace_inode(std::string_view link) {
  const std::size_t open = link.find('[');
  if (!link.starts_with("net:") || open == std::string_view::npos || !link.ends_with(']')) return 0;
  return parse_number<std::uint64_t>(link.substr(open + 1, link.size() - open - 2)).value_or(0);
}

std::uint64_t inode_of(const HeldProcess& process) {
  const auto link = process.directory().link("ns/net");
  return link ? namespace_inode(*link) : 0;
}

// Names that `ip netns add` gave, by the inode they stand for.
std::map<std::uint64_t, std::string> named_namespaces() {
  std::map<std::uint64_t, std::string> names;
  const auto folder = ProcRoot::open(kNamedNamespaces);
  if (!folder) return names;
  static_cast<void>(folder->list(".", [&](const char* name) {
    struct stat status {};
    if (::fstatat(folder->fd(), name, &status, 0) == 0) names.emplace(status.st_ino, name);
    return true;
  }));
  return names;
}

std::string name_by_process(const HeldProcess& process) {
  if (const auto cgroup = process.directory().read("cgroup")) {
    if (std::string id = container_in(*cgroup); !id.empty()) return id;
  }
  std::string command = process.directory().read("comm").value_or("");
  if (command.ends_with('\n')) command.pop_back();
  return std::to_string(process.pid()) + "/" + command;
}

}  // namespace

std::string container_in(std::string_view cgroup) {
  std::size_t run = 0;
  for (std::size_t i = 0; i <= cgroup.size(); ++i) {
    const bool is_hex =
        i < cgroup.size() && ((cgroup[i] >= '0' && cgroup[i] <= '9') || (cgroup[i] >= 'a' && cgroup[i] <= 'f'));
    if (is_hex) {
      ++run;
      continue;
    }
    if (run == kContainerDigits) return std::string(cgroup.substr(i - run, kShownDigits));
    run = 0;
  }
  return {};
}

Result<std::vector<NetworkNamespace>> list_namespaces(const ProcRoot& proc) {
  std::map<std::uint64_t, std::string> names = named_namespaces();
  std::map<std::uint64_t, NetworkNamespace> found;
  const auto own_link = proc.link("self/ns/net");
  const std::uint64_t own = own_link ? namespace_inode(*own_link) : 0;
  const Status walked = for_each_process(proc, [&](const HeldProcess& process) {
    const std::uint64_t inode = inode_of(process);
    if (inode == 0 || found.contains(inode)) return true;
    const auto named = names.find(inode);
    std::string name = inode == own ? "-" : named != names.end() ? named->second : name_by_process(process);
    const std::string& folder = process.directory().path();
    found.emplace(inode, NetworkNamespace{std::move(name), inode, folder, folder + "/ns/net", inode == own});
    return true;
  });
  if (!walked) return tl::unexpected(walked.error());
  for (const auto& [inode, name] : names) {
    if (inode != own)
      found.try_emplace(inode, NetworkNamespace{name, inode, "", std::string(kNamedNamespaces) + "/" + name});
  }
  std::vector<NetworkNamespace> list;
  for (auto& [inode, each] : found) list.push_back(std::move(each));
  sort_by(list, [&](const auto& a, const auto& b) {
    return std::make_pair(a.inode != own, a.name) < std::make_pair(b.inode != own, b.name);
  });
  return list;
}

}  // namespace nd
