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

}  // namespace

Status become_user(const std::string& user) {
  if (user.empty() || (::getuid() != 0 && ::geteuid() != 0)) return {};
  const passwd* entry = ::getpwnam(user.c_str());
  if (entry == nullptr) return input_failure({}, "Couldn't find user '" + user + "'");
  const uid_t uid = entry->pw_uid;
  const gid_t gid = entry->pw_gid;
  if (::initgroups(entry->pw_name, gid) != 0 || ::setresgid(gid, gid, gid) != 0 || ::setresuid(uid, uid, uid) != 0)
    return system_failure("setresuid", user);
  if (uid != 0 && ::setuid(0) == 0) return input_failure(user, "root could be had back after the change of user");
  return {};
}

Status drop_what_is_not_needed(const Options& options) {
  if (options.rotate_command.empty()) {  // which runs with the rights of the user who asked for it
    if (Status forbidden = forbid_new_privileges(); !forbidden) return forbidden;
  }
  const std::vector<int> needed = needed_later(options);
  return needed.empty() ? drop_privileges() : keep_privileges(needed);
}

}  // namespace nd::capture
