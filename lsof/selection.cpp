#include "lsof/selection.h"

#include <algorithm>

namespace nd::lsof {
namespace {

template <typename Items>
bool includes_any(const Items& items) {
  return std::any_of(items.begin(), items.end(), [](const auto& item) { return !item.exclude; });
}

bool excludes(const std::vector<NumberItem>& items, std::int32_t value) {
  return std::any_of(items.begin(), items.end(), [&](const NumberItem& item) {
    return item.exclude && item.value == static_cast<std::uint32_t>(value);
  });
}

// Marks what was found.
bool includes(std::vector<NumberItem>& items, std::int32_t value) {
  bool met = false;
  for (NumberItem& item : items) {
    if (item.exclude || item.value != static_cast<std::uint32_t>(value)) continue;
    met = item.found = true;
  }
  return met;
}

bool includes(std::vector<UserItem>& items, std::uint32_t uid) {
  bool met = false;
  for (UserItem& item : items) {
    if (item.exclude || item.uid != uid) continue;
    met = item.found = true;
  }
  return met;
}

// lsof looks through the commands from the last given to the first, then through the regular expressions as they were
// given, and stops at a match, so that one of two that both fit counts as not found.
bool includes(std::vector<CommandItem>& items, const std::string& command) {
  const auto fits = [&](const CommandItem& item, bool regex) {
    return !item.exclude && (item.regex != nullptr) == regex && item.matches(command);
  };
  const auto name = std::find_if(items.rbegin(), items.rend(), [&](const auto& item) { return fits(item, false); });
  if (name != items.rend()) return name->found = true;
  const auto regex = std::find_if(items.begin(), items.end(), [&](const auto& item) { return fits(item, true); });
  if (regex != items.end()) return regex->found = true;
  return false;
}

std::string missing_user(const UserItem& item) {
  const std::string number = std::to_string(item.uid);
  return item.login.empty() ? "user ID not located: " + number
                            : "login name (UID " + number + ") not located: " + item.login;
}

}  // namespace

std::uint32_t criteria_wanted(const Criteria& criteria) {
  std::uint32_t wanted = 0;
  const auto want_if = [&](bool asked, Criterion what) { wanted |= asked ? what : 0U; };
  want_if(includes_any(criteria.pids), kByPid);
  want_if(includes_any(criteria.groups), kByGroup);
  want_if(includes_any(criteria.users), kByUser);
  want_if(includes_any(criteria.commands), kByCommand);
  want_if(criteria.fds.selects && !criteria.fds.empty(), kByFd);
  want_if(criteria.any_internet, kByInternet);
  want_if(!criteria.internet.empty(), kByInternetAddress);
  want_if(criteria.unix_sockets, kByUnix);
  want_if(criteria.tasks, kByTask);
  want_if(criteria.by_links, kByLinks);
  want_if(criteria.nfs, kByNfs);
  return wanted;
}

Selection::Selection(Criteria criteria) : criteria_(std::move(criteria)), wanted_(criteria_wanted(criteria_)) {}

bool Selection::excluded(const ProcessFacts& facts) const {
  return excludes(criteria_.pids, facts.pid) || excludes(criteria_.groups, facts.pgid) ||
         std::any_of(criteria_.users.begin(), criteria_.users.end(),
                     [&](const UserItem& item) { return item.exclude && item.uid == facts.uid; }) ||
         std::any_of(criteria_.commands.begin(), criteria_.commands.end(),
                     [&](const CommandItem& item) { return item.exclude && item.matches(facts.command); });
}

std::optional<std::uint32_t> Selection::process(const ProcessFacts& facts) {
  if (excluded(facts)) return std::nullopt;
  std::uint32_t met = 0;
  const auto check = [&](Criterion what, bool is_met) { met |= is_met ? what : 0U; };
  check(kByGroup, includes(criteria_.groups, facts.pgid));
  check(kByPid, includes(criteria_.pids, facts.pid));
  check(kByUser, includes(criteria_.users, facts.uid));
  // Under -a what was not met so far ends it: the command counts as never looked for.
  constexpr std::uint32_t kNumbers = kByGroup | kByPid | kByUser;
  if (criteria_.all_of && (met & kNumbers) != (wanted_ & kNumbers)) return std::nullopt;
  check(kByCommand, includes(criteria_.commands, facts.command));
  if (criteria_.all_of && (met & kProcessCriteria) != (wanted_ & kProcessCriteria)) return std::nullopt;
  if (met == 0 && wanted_ != 0 && (wanted_ & ~kProcessCriteria) == 0) return std::nullopt;
  return met;
}

// From the last given to the first, until one fits, as commands are.
bool Selection::fits(const SocketRow& socket, const Endpoint& end) {
  auto& specs = criteria_.internet;
  const auto match = std::find_if(specs.rbegin(), specs.rend(), [&](const auto& s) { return s.matches(socket, end); });
  if (match != specs.rend()) match->found = true;
  return match != specs.rend();
}

std::uint32_t Selection::internet(const SocketRow& socket) {
  std::uint32_t met = 0;
  const Family family = criteria_.internet_family;
  if (criteria_.any_internet && (family == Family::kNone || family == socket.family)) {
    internet_found_ = true;
    met |= kByInternet;
  }
  if (fits(socket, socket.local) || fits(socket, socket.remote)) met |= kByInternetAddress;
  return met;
}

std::uint32_t Selection::file(const OpenFile& file) {
  std::uint32_t met = 0;
  if ((wanted_ & kByFd) != 0 && criteria_.fds.selects_fd(file.fd)) met |= kByFd;
  if ((wanted_ & (kByInternet | kByInternetAddress)) != 0 && file.socket != nullptr) met |= internet(*file.socket);
  if ((wanted_ & kByUnix) != 0 && file.type == FileType::kUnix) met |= kByUnix;
  if (file.has(kLinks) && file.links < criteria_.links_below) met |= kByLinks;
  if ((wanted_ & kByNfs) != 0 && file.has(kDevice) && nfs_devices_.count(file.device) != 0) {
    met |= kByNfs;
    nfs_found_ = true;
  }
  return met;
}

bool Selection::lets_through(TcpState state) {
  bool any_included = false;
  bool included = false;
  for (StateItem& item : criteria_.states) {
    if (item.exclude) {
      if (item.state == state) return false;
      continue;
    }
    any_included = true;
    if (item.state == state) included = item.found = true;
  }
  return included || !any_included;
}

bool Selection::seeks_sockets() const {
  const auto& specs = criteria_.internet;
  return (criteria_.any_internet && !internet_found_) ||
         std::any_of(specs.begin(), specs.end(), [](const InternetSpec& spec) { return !spec.found; }) ||
         std::any_of(criteria_.states.begin(), criteria_.states.end(),
                     [](const StateItem& item) { return !item.exclude && !item.found; });
}

std::uint32_t Selection::threads() {
  if (!criteria_.tasks) return 0;
  tasks_found_ = true;
  return kByTask;
}

std::optional<std::vector<std::int32_t>> Selection::only_pids() const {
  // Under -a groups are looked for among all processes: whether one is found decides the exit status.
  const bool decided_by_pid =
      (wanted_ & kByPid) != 0 && ((criteria_.all_of && (wanted_ & kByGroup) == 0) || wanted_ == kByPid);
  if (!decided_by_pid) return std::nullopt;
  std::vector<std::int32_t> pids;
  for (const NumberItem& item : criteria_.pids) {
    if (!item.exclude) pids.push_back(static_cast<std::int32_t>(item.value));
  }
  std::sort(pids.begin(), pids.end());
  return pids;
}

void Selection::merge(const Selection& other) {
  const auto merge_items = [](auto& items, const auto& others) {
    for (std::size_t i = 0; i < items.size(); ++i) items[i].found = items[i].found || others[i].found;
  };
  merge_items(criteria_.pids, other.criteria_.pids);
  merge_items(criteria_.groups, other.criteria_.groups);
  merge_items(criteria_.users, other.criteria_.users);
  merge_items(criteria_.commands, other.criteria_.commands);
  merge_items(criteria_.internet, other.criteria_.internet);
  merge_items(criteria_.states, other.criteria_.states);
  internet_found_ = internet_found_ || other.internet_found_;
  nfs_found_ = nfs_found_ || other.nfs_found_;
  tasks_found_ = tasks_found_ || other.tasks_found_;
}

std::vector<std::string> Selection::missing_commands() const {
  std::vector<std::string> sentences;
  const auto& commands = criteria_.commands;
  for (auto item = commands.rbegin(); item != commands.rend(); ++item) {
    if (!item->found && !item->regex) sentences.push_back("command not located: " + item->text);
  }
  for (const CommandItem& item : commands) {
    if (!item.found && item.regex) {
      sentences.push_back("no command found for regex: " + item.text.substr(1, item.text.rfind('/') - 1));
    }
  }
  return sentences;
}

std::vector<std::string> Selection::missing_internet_and_processes() const {
  std::vector<std::string> sentences;
  for (auto spec = criteria_.internet.rbegin(); spec != criteria_.internet.rend(); ++spec) {
    if (!spec->found) sentences.push_back("Internet address not located: " + spec->text);
  }
  if (criteria_.any_internet && !internet_found_) sentences.emplace_back("no Internet files located");
  if (criteria_.nfs && !nfs_found_) sentences.emplace_back("no NFS files located");
  for (const StateItem& item : criteria_.states) {
    if (!item.exclude && !item.found) sentences.push_back("TCP state not located: " + tcp_state_name(item.state));
  }
  if (criteria_.tasks && !tasks_found_) sentences.emplace_back("no tasks located");
  const auto add = [&](const std::vector<NumberItem>& items, std::string_view what) {
    for (const NumberItem& item : items) {
      if (!item.exclude && !item.found)
        sentences.push_back(std::string(what) + std::to_string(static_cast<std::int32_t>(item.value)));
    }
  };
  add(criteria_.pids, "process ID not located: ");
  add(criteria_.groups, "process group ID not located: ");
  for (const UserItem& item : criteria_.users) {
    if (!item.exclude && !item.found) sentences.push_back(missing_user(item));
  }
  return sentences;
}

}  // namespace nd::lsof
