#include "lsof/slow_files.h"

#include <fcntl.h>

#include "common/sys/output.h"

namespace nd::lsof {
namespace {

// The first mount that is dead may cost the one, each further one the other.
constexpr std::chrono::milliseconds kPatience(1000);
constexpr std::chrono::milliseconds kLessPatience(250);
constexpr std::size_t kMostUnknown = 8;  // files without a known mount that may cost as much

}  // namespace

Helper* SlowFiles::helper() {
  if (!helper_) {
    auto started = Helper::start();
    start_error_ = started ? 0 : started.error().code;
    if (!started) return nullptr;
    helper_.emplace(*std::move(started));
  }
  return &*helper_;
}

std::chrono::milliseconds SlowFiles::patience(const Device& device) const {
  if (dead_.contains(device)) return kLessPatience;
  return patience_ ? std::chrono::milliseconds(*patience_) : any_dead_ ? kLessPatience : kPatience;
}

StatAnswer SlowFiles::ask_helper(const Device& device, int directory, const char* name, bool kept_only) {
  Helper* asked = helper();
  if (asked == nullptr) return {.found = {}, .error = start_error_};
  const StatAnswer answer = asked->stat(directory, name, kept_only, patience(device));
  if (answer.error == ETIMEDOUT) helper_.reset();
  return answer;
}

StatAnswer SlowFiles::ask(const Mount& mount, int directory, const char* name) {
  const std::lock_guard lock(mutex_);
  Health& health = mounts_.try_emplace(mount.device, Health::kAnswers).first->second;
  if (health == Health::kDead) return {.found = {}, .error = ETIMEDOUT};
  StatAnswer answer = ask_helper(mount.device, directory, name, health == Health::kKeepsOnly);
  if (health == Health::kAnswers && answer.error == ETIMEDOUT) {
    any_dead_ = true;
    const std::string type = mount.type.empty() ? "its mount is not known" : "type " + mount.type;
    if (warns_ && !dead_.contains(mount.device))
      complain("mylsof", "WARNING: " + mount.point + ": does not answer (" + type + ")");
  }
  if (answer.error == ETIMEDOUT && !mount.type.empty()) dead_.insert(mount.device);
  const bool unknown = mount.type.empty() && answer.error == ETIMEDOUT;  // it says nothing of the others
  if (unknown && ++unknown_timeouts_ < kMostUnknown) return answer;
  // A walk along a path waits for the server where a link of /proc, which leads to the file itself, does not.
  const bool walked = directory == AT_FDCWD || name[0] == '/';
  if (answer.error == ETIMEDOUT) health = answer.found || walked ? Health::kKeepsOnly : Health::kDead;
  if (health == Health::kKeepsOnly) answer.error = ETIMEDOUT;  // old news
  return answer;
}

std::optional<std::int64_t> SlowFiles::magic(const Device& device, int directory, const char* name) {
  const std::lock_guard lock(mutex_);
  Health& health = mounts_.try_emplace(device, Health::kAnswers).first->second;
  Helper* asked = health == Health::kAnswers ? helper() : nullptr;
  if (asked == nullptr) return std::nullopt;
  const MagicAnswer answer = asked->magic(directory, name, patience(device));
  if (answer.error == ETIMEDOUT) {
    any_dead_ = true;
    health = Health::kDead;
    helper_.reset();
  }
  return answer.error == 0 ? std::optional(answer.magic) : std::nullopt;
}

}  // namespace nd::lsof
