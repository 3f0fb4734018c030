#include "capture/process/holder_index.h"

#include <algorithm>

#include "common/index/socket_owners.h"
#include "common/parse/proc_pid_status.h"

namespace nd::capture {
namespace {

constexpr std::chrono::seconds kNewFor{5};
constexpr std::size_t kMostNew = 64;         // looked into at once, the newest first
constexpr std::size_t kMostPlaces = 100000;  // inodes remembered

std::string command_of(const HeldProcess& process) {
  auto text = process.directory().read("comm");
  if (!text) return {};
  if (text->ends_with('\n')) text->pop_back();
  return *std::move(text);
}

}  // namespace

// Whoever runs already is old: only processes that come later are looked into first.
HolderIndex::HolderIndex(ProcRoot proc, WantedProcess wanted) : proc_(std::move(proc)), wanted_(std::move(wanted)) {
  if (const auto pids = list_pids(proc_)) {
    for (const std::int32_t pid : *pids) seen_since_[pid] = MonotonicTime{};
  }
}

std::optional<SocketProcess> HolderIndex::holder(std::uint64_t inode) const {
  const Place* place = places_.find(inode);
  if (place == nullptr || place->pid == 0) return std::nullopt;
  const auto process = HeldProcess::open(proc_, place->pid);
  if (!process) return std::nullopt;
  const auto link = process->directory().link(("fd/" + std::to_string(place->fd)).c_str());
  if (!link || socket_inode(*link) != inode) return std::nullopt;
  const auto text = process->directory().read("status");
  const auto status = text ? parse_proc_status(*text) : std::nullopt;
  if (!status) return std::nullopt;
  return SocketProcess{.pid = place->pid, .uid = status->effective_uid, .command = command_of(*process)};
}

void HolderIndex::look_into(std::int32_t pid, std::span<const std::uint64_t> inodes) {
  const auto process = HeldProcess::open(proc_, pid);
  if (!process) return;
  const Status looked = process->for_each_descriptor([&](const DescriptorLink& link) {
    const auto inode = socket_inode(link.target);
    if (inode && std::binary_search(inodes.begin(), inodes.end(), *inode)) places_[*inode] = {pid, link.fd};
    return true;
  });
  if (!looked && is_denied(looked.error())) met_hidden_ = true;
}

bool HolderIndex::found_all(std::span<const std::uint64_t> inodes) const {
  return std::all_of(inodes.begin(), inodes.end(), [&](std::uint64_t inode) { return holder(inode).has_value(); });
}

void HolderIndex::note_processes(MonotonicTime now) {
  const auto pids = list_pids(proc_);
  if (!pids) return;
  for (const std::int32_t pid : *pids) seen_since_.emplace(pid, now);
  std::erase_if(seen_since_,
                [&](const auto& seen) { return !std::binary_search(pids->begin(), pids->end(), seen.first); });
}

void HolderIndex::look_around(std::span<const std::uint64_t> inodes, MonotonicTime now) {
  if (places_.size() > kMostPlaces) places_ = InodeMap<Place>();
  if (wanted_.pid != 0) look_into(wanted_.pid, inodes);
  if (wanted_.pid != 0 && (wanted_.only || found_all(inodes))) return;
  note_processes(now);
  std::size_t looked = 0;
  for (auto seen = seen_since_.rbegin(); seen != seen_since_.rend() && looked < kMostNew; ++seen) {
    if (now - seen->second > kNewFor) continue;
    ++looked;
    look_into(seen->first, inodes);
    if (found_all(inodes)) return;
  }
}

bool HolderIndex::is_wanted(const HeldProcess& process) const {
  return process.pid() == wanted_.pid || (!wanted_.command.empty() && command_of(process) == wanted_.command);
}

void HolderIndex::walk(std::span<const std::uint64_t> inodes) {
  if (!wanted_.command.empty()) {
    static_cast<void>(for_each_process(proc_, [&](const HeldProcess& process) {
      if (is_wanted(process)) look_into(process.pid(), inodes);
      return true;
    }));
  }
  if (wanted_.only) return;
  SocketOwners owners(inodes.size());
  for (const std::uint64_t inode : inodes) {
    if (!holder(inode)) owners.want(inode);
  }
  static_cast<void>(owners.find(proc_));
  met_hidden_ = met_hidden_ || !owners.hidden().empty();
  for (const std::uint64_t inode : inodes) {
    const SocketOwner owner = owners.owner(inode);
    if (owner.holder != nullptr) places_[inode] = {owner.holder->pid, owner.fd};
  }
}

}  // namespace nd::capture
