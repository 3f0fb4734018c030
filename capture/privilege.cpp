#include "capture/privilege.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include "common/sys/privileges.h"

namespace nd::capture {

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
  const bool opens_files_again = options.file_size > 0 || options.file_seconds > 0;
  if (opens_files_again || options.monitor_mode) return {};
  return drop_privileges();
}

}  // namespace nd::capture
