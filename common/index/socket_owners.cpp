#include "common/index/socket_owners.h"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <thread>

namespace nd {
namespace {

constexpr std::size_t kWorthAThread = 4096;  // wanted sockets

SocketHolder describe(const HeldProcess& process) {
  SocketHolder holder;
  holder.pid = process.pid();
  if (auto text = process.directory().read("cmdline")) holder.command_line = *std::move(text);
  if (auto text = process.directory().read("comm")) holder.comm = *std::move(text);
  if (holder.comm.ends_with('\n')) holder.comm.pop_back();
  return holder;
}

}  // namespace

void SocketOwners::want(std::uint64_t inode) {
  if (inode != 0) wanted_[inode];
}

// What the threads of one walk share. The map of wanted inodes gets no new keys meanwhile, so it may be searched
// without the lock; everything else of SocketOwners is touched under it.
struct SocketOwners::Round {
  const ProcRoot& proc;
  const std::vector<std::int32_t>& pids;
  const Walk walk;
  std::mutex mutex;
  std::size_t next = 0;  // into pids
  Status status = {};

  // Nothing is left to do for anybody.
  bool is_over(std::size_t missing) const {
    return next == pids.size() || !status || (walk == Walk::kUntilFound && missing == 0);
  }
};

Status SocketOwners::find(const ProcRoot& proc, Walk walk) {
  if (walk == Walk::kUntilFound && missing() == 0) return {};
  const auto pids = list_pids(proc);
  if (!pids) return tl::unexpected(pids.error());
  Round round{.proc = proc, .pids = *pids, .walk = walk, .mutex = {}, .status = {}};
  std::thread helper;
  if (wanted_.size() >= kWorthAThread) {
    try {
      helper = std::thread([&] { walk_on(round); });
    } catch (const std::system_error&) {  // a limit on processes: then this thread does all of it
    }
  }
  walk_on(round);
  if (helper.joinable()) helper.join();
  std::sort(hidden_.begin(), hidden_.end());
  return round.status;
}

// The pids are taken in ascending order, so when the last inode is found everybody with a lower pid was looked into or
// is just now: the result is that of one thread.
void SocketOwners::walk_on(Round& round) {
  for (;;) {
    std::int32_t pid = 0;
    {
      const std::lock_guard lock(round.mutex);
      if (round.is_over(missing())) return;
      pid = round.pids[round.next++];
    }
    const auto process = HeldProcess::open(round.proc, pid);
    const Status looked = process ? look_into(*process, round.mutex) : Status(tl::unexpected(process.error()));
    if (looked || is_gone(looked.error())) continue;
    const std::lock_guard lock(round.mutex);
    if (is_denied(looked.error())) {
      hidden_.push_back(pid);
    } else {
      round.status = looked;
    }
  }
}

// Of a process that ends or is hidden on the way, what was seen of it counts.
Status SocketOwners::look_into(const HeldProcess& process, std::mutex& mutex) {
  std::vector<Match> matches;
  bool has_sockets = false;
  const Status listed = process.for_each_descriptor([&](const DescriptorLink& link) {
    const auto inode = socket_inode(link.target);
    if (!inode) return true;
    has_sockets = true;
    if (Place* place = wanted_.find(*inode)) matches.push_back({place, link.fd});
    return true;
  });
  std::unique_lock lock(mutex);
  saw_sockets_ = saw_sockets_ || has_sockets;
  const auto is_new = [&](const Match& match) { return is_before(process.pid(), *match.place); };
  if (std::none_of(matches.begin(), matches.end(), is_new)) return listed;
  lock.unlock();
  SocketHolder holder = describe(process);
  lock.lock();
  const auto index = static_cast<std::int32_t>(holders_.size());
  holders_.push_back(std::move(holder));
  for (const Match& match : matches) {
    if (!is_new(match)) continue;
    if (match.place->holder < 0) ++found_;
    *match.place = {index, match.fd};
  }
  return listed;
}

bool SocketOwners::is_before(std::int32_t pid, const Place& place) const {
  return place.holder < 0 || pid < holders_[static_cast<std::size_t>(place.holder)].pid;
}

SocketOwner SocketOwners::owner(std::uint64_t inode) const {
  const Place* place = wanted_.find(inode);
  if (place == nullptr || place->holder < 0) return {};
  return {&holders_[static_cast<std::size_t>(place->holder)], place->fd};
}

std::string_view program_name(std::string_view argv0) {
  return argv0.starts_with('/') ? argv0.substr(argv0.rfind('/') + 1) : argv0;
}

}  // namespace nd
