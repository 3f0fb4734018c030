// What the processes of a capture may still do once its device is open: -Z's user, and no capability that nothing needs
// any more.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "capture/options.h"
#include "common/base/result.h"

namespace nd::capture {

struct UserIds {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
};

// -Z's user, if this is root and one was named.
Result<std::optional<UserIds>> wanted_user(const std::string& name);
// That user for good, with that user's groups.
Status become_user(const UserIds& user);
Status become_user(const std::string& name);

// Of the process that decodes: that user without any group, no capability in any set, and nothing to be gained or
// looked into from now on.
Status drop_everything(const std::optional<UserIds>& user);
// Of the process that opens its files: capabilities go but for those that opening the next file, or leaving monitor
// mode, needs; no program that is run gains any, except that of -z.
Status drop_what_is_not_needed(const Options& options);

}  // namespace nd::capture
