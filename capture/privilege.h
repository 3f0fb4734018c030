// What a capture may still do once its device is open: -Z's user, and no capability that nothing needs any more.
#pragma once

#include <string>

#include "capture/options.h"
#include "common/base/result.h"

namespace nd::capture {

// As root: `user` for good, with that user's groups. Without root or without a name nothing happens.
Status become_user(const std::string& user);
// Capabilities go but for those that opening the next file, or leaving monitor mode, needs; no program that is run
// gains any, except that of -z.
Status drop_what_is_not_needed(const Options& options);

}  // namespace nd::capture
