#include "common/index/socket_owners.h"

#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "common/sys/socket_iterator.h"

namespace nd {
namespace {

constexpr std::size_t kVeryMany = 4096;  // wanted sockets

SocketHolder describe(const HeldProcess& process) {
  SocketHolder holder;
  holder.pid = process.pid();
  if (auto text = process.directory().read("cmdline")) holder.command_line = *std::move(text);
  if (auto text = process.directory().read("comm")) holder.comm = *std::move(text);
  if (holder.comm.ends_with('\n')) holder.comm.pop_back();
  return holder;
}

// The processes in `proc` are those of our PID namespace, by the numbers they have there, and not a saved tree's.
bool shows_our_processes(const ProcRoot& proc) {
  struct statfs about {};
  if (::fstatfs(proc.fd(), &about) != 0 || about.f_type != PROC_SUPER_MAGIC) return false;
  const auto self = proc.link("self");
  return self && *self == std::to_string(::getpid());
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
  const bool asks = walk == Walk::kUntilFound && wanted_.size() >= kVeryMany && shows_our_processes(proc);
  if (asks && ask_for_all(round)) return round.status;
  return walk_with_help(round);
}

Status SocketOwners::walk_with_help(Round& round) {
  std::thread helper;
  if (wanted_.size() >= kVeryMany) {
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
    look_at(round, pid);
  }
}

void SocketOwners::look_at(Round& round, std::int32_t pid) {
  const auto process = HeldProcess::open(round.proc, pid);
  const Status looked = process ? look_into(*process, round.mutex) : Status(tl::unexpected(process.error()));
  if (looked || is_gone(looked.error())) return;
  const std::lock_guard lock(round.mutex);
  if (is_denied(looked.error())) {
    hidden_.push_back(pid);
  } else {
    round.status = looked;
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
    if (Place* place = wanted_.find(*inode)) matches.push_back({place, link.fd, *inode});
    return true;
  });
  std::unique_lock lock(mutex);
  saw_sockets_ = saw_sockets_ || has_sockets;
  const auto is_new = [&](const Match& match) { return is_before(process.pid(), *match.place); };
  if (std::none_of(matches.begin(), matches.end(), is_new)) return listed;
  lock.unlock();
  SocketHolder holder = describe(process);
  lock.lock();
  assign(std::move(holder), matches);
  return listed;
}

void SocketOwners::assign(SocketHolder holder, const std::vector<Match>& matches) {
  const auto index = static_cast<std::int32_t>(holders_.size());
  holders_.push_back(std::move(holder));
  for (const Match& match : matches) {
    if (!is_before(holders_.back().pid, *match.place)) continue;
    if (match.place->holder < 0) ++found_;
    *match.place = {index, match.fd};
  }
}

// False when the kernel cannot be asked so: nothing is known then that the walk would not find as well.
bool SocketOwners::ask_for_all(Round& round) {
  std::vector<Match> matches;  // of one process
  std::int32_t pid = 0;
  const Status asked = for_each_held_socket([&](const HeldSocket& held) {
    saw_sockets_ = true;
    Place* place = wanted_.find(held.inode);
    if (place == nullptr) return;
    if (held.pid != pid) settle(round, std::exchange(pid, held.pid), std::exchange(matches, {}));
    if (is_before(held.pid, *place)) matches.push_back({place, held.fd, held.inode});
  });
  settle(round, pid, matches);
  return asked.has_value();
}

// Its number may be another process's by now: the one that we hold open is the right one when one of the sockets is
// still where the kernel saw it. Else it is looked into like any other.
void SocketOwners::settle(Round& round, std::int32_t pid, const std::vector<Match>& matches) {
  if (matches.empty()) return;
  const auto process = HeldProcess::open(round.proc, pid);
  if (!process) return look_at(round, pid);
  const auto link = process->directory().link(("fd/" + std::to_string(matches.front().fd)).c_str());
  if (!link || socket_inode(*link) != matches.front().inode) return look_at(round, pid);
  assign(describe(*process), matches);
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
