// Which processes and files are listed: a pure predicate over what was asked for, which also remembers what was never
// found, since lsof's exit status is made of that.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lsof/criteria.h"
#include "lsof/internet.h"
#include "lsof/open_file.h"

namespace nd::lsof {

struct Criteria {
  std::vector<NumberItem> pids;
  std::vector<NumberItem> groups;
  std::vector<UserItem> users;
  std::vector<CommandItem> commands;
  FdList fds;
  std::vector<InternetSpec> internet;
  std::vector<StateItem> states;
  bool by_links = false;
  std::uint32_t links_below = 0;           // files with fewer links
  bool nfs = false;                        // -N
  bool any_internet = false;               // -i without a value, -i 4, -i 6:
  Family internet_family = Family::kNone;  // sockets of this type; kNone: of either
  bool unix_sockets = false;
  bool tasks = false;   // -K: processes with several threads, and those
  bool all_of = false;  // -a: every criterion must be met, not one of them
};

// The criteria that include something; lists that only leave something out do not count.
std::uint32_t criteria_wanted(const Criteria& criteria);

// What a selection needs to know of a process.
struct ProcessFacts {
  std::int32_t pid = 0;
  std::int32_t pgid = 0;
  std::uint32_t uid = 0;
  const std::string& command;
};

class Selection {
 public:
  explicit Selection(Criteria criteria);

  // The criteria that include something; 0: everything is listed.
  std::uint32_t wanted() const { return wanted_; }
  // Further criteria that are met elsewhere (kByName).
  void want(std::uint32_t criteria) { wanted_ |= criteria; }
  // The file systems that -N selects.
  void set_nfs(std::set<Device> devices) { nfs_devices_ = std::move(devices); }

  // The criteria that the process meets; nullopt when none of its files can be listed.
  std::optional<std::uint32_t> process(const ProcessFacts& facts);

  // Left out by a report.
  bool leaves_out(const FdName& fd) const { return !criteria_.fds.selects && criteria_.fds.names(fd); }
  // The criteria that the file meets by itself, as far as they are known here: its descriptor and its socket.
  std::uint32_t file(const OpenFile& file);
  // A process with threads, where -K asks for such.
  std::uint32_t threads();
  // Whether -s lets an Internet socket of this state through.
  bool lets_through(TcpState state);
  // Whether something that only sockets can be was asked for and not found yet.
  bool seeks_sockets() const;
  // Whether a file that meets `met`, its process's criteria included, is listed.
  bool lists(std::uint32_t met) const {
    return wanted_ == 0 || (criteria_.all_of ? (met & wanted_) == wanted_ : (met & wanted_) != 0);
  }

  // Whether nothing but Internet sockets can be listed.
  bool lists_internet_alone() const {
    constexpr std::uint32_t kInternet = kByInternet | kByInternetAddress;
    const bool asks_for_it = (wanted_ & kInternet) != 0;
    return asks_for_it && (criteria_.all_of || (wanted_ & ~kInternet) == 0);
  }
  // The only pids whose processes can be listed; nullopt: any.
  std::optional<std::vector<std::int32_t>> only_pids() const;
  // Takes over what another one, asked for other processes, has found.
  void merge(const Selection& other);
  const Criteria& criteria() const { return criteria_; }

  // One sentence for each item that was asked for and never seen. lsof tells commands first, then files, then these.
  std::vector<std::string> missing_commands() const;
  std::vector<std::string> missing_internet_and_processes() const;

 private:
  bool excluded(const ProcessFacts& facts) const;
  std::uint32_t internet(const SocketRow& socket);
  bool fits(const SocketRow& socket, const Endpoint& end);

  Criteria criteria_;
  std::uint32_t wanted_ = 0;
  std::set<Device> nfs_devices_;
  bool internet_found_ = false;
  bool nfs_found_ = false;
  bool tasks_found_ = false;
};

}  // namespace nd::lsof
