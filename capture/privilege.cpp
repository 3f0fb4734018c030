#include "capture/privilege.h"

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <unistd.h>

#include <vector>

#include "common/sys/privileges.h"

namespace nd::capture {
namespace {

// Capabilities for what is opened or undone while packets are being read.
std::vector<int> needed_later(const Options& options) {
  std::vector<int> needed;
  if (options.file_size > 0 || options.file_seconds > 0) needed.push_back(CAP_DAC_OVERRIDE);
  if (options.total_size > 0) needed.push_back(CAP_FOWNER);   // to delete in directories like /tmp
  if (options.monitor_mode) needed.push_back(CAP_NET_ADMIN);  // libpcap leaves the mode at the end
  if (!options.file_list.empty()) needed.push_back(CAP_DAC_READ_SEARCH);
  return needed;
}

Status change_ids(const UserIds& user) {
  if (::setresgid(user.gid, user.gid, user.gid) != 0 || ::setresuid(user.uid, user.uid, user.uid) != 0)
    return system_failure("setresuid", user.name);
  if (user.uid != 0 && ::setuid(0) == 0)
    return input_failure(user.name, "root could be had back after the change of user");
  return {};
}

}  // namespace

Result<std::optional<UserIds>> wanted_user(const std::string& name) {
  if (name.empty() || (::getuid() != 0 && ::geteuid() != 0)) return std::optional<UserIds>();
  const passwd* entry = ::getpwnam(name.c_str());
  if (entry == nullptr) return input_failure({}, "Couldn't find user '" + name + "'");
  return UserIds{.name = entry->pw_name, .uid = entry->pw_uid, .gid = entry->pw_gid};
}

Status become_user(const UserIds& user) {
  if (::initgroups(user.name.c_str(), user.gid) != 0) return system_failure("initgroups", user.name);
  return change_ids(user);
}

Status become_user(const std::string& name) {
  const Result<std::optional<UserIds>> user = wanted_user(name);
  if (!user) return tl::unexpected(user.error());
  return *user ? become_user(**user) : Status{};
}

Status drop_everything(const std::optional<UserIds>& user) {
  empty_bounding_set();
  const bool is_root = ::geteuid() == 0;
  if (is_root && ::setgroups(0, nullptr) != 0 && errno != EPERM) return system_failure("setgroups", "privileges");
  if (user) {
    if (Status changed = change_ids(*user); !changed) return changed;
  }
  if (Status forbidden = forbid_new_privileges(); !forbidden) return forbidden;
  if (Status dropped = drop_privileges(); !dropped) return dropped;
  return make_undumpable();
}

Status drop_what_is_not_needed(const Options& options) {
  if (options.rotate_command.empty()) {  // which runs with the rights of the user who asked for it
    if (Status forbidden = forbid_new_privileges(); !forbidden) return forbidden;
  }
  const std::vector<int> needed = needed_later(options);
  return needed.empty() ? drop_privileges() : keep_privileges(needed);
}

}  // namespace nd::capture
