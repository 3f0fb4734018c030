#include "lsof/slow_files.h"

#include "common/sys/output.h"

namespace nd::lsof {
namespace {

// The first mount that is dead may cost the one, each further one the other.
constexpr std::chrono::milliseconds kPatience(1000);
constexpr std::chrono::milliseconds kLessPatience(250);

}  // namespace

StatAnswer SlowFiles::ask_helper(int directory, const char* name, bool kept_only) {
  if (!helper_) {
    auto started = Helper::start();
    if (!started) return {.found = {}, .error = started.error().code};
    helper_.emplace(*std::move(started));
  }
  const StatAnswer answer = helper_->stat(directory, name, kept_only, any_dead_ ? kLessPatience : kPatience);
  if (answer.error == ETIMEDOUT) helper_.reset();
  return answer;
}

StatAnswer SlowFiles::ask(const Mount& mount, int directory, const char* name) {
  const std::lock_guard lock(mutex_);
  Health& health = mounts_.try_emplace(mount.device, Health::kAnswers).first->second;
  if (health == Health::kDead) return {.found = {}, .error = ETIMEDOUT};
  StatAnswer answer = ask_helper(directory, name, health == Health::kKeepsOnly);
  if (health == Health::kAnswers && answer.error == ETIMEDOUT) {
    any_dead_ = true;
    if (warns_) complain("mylsof", "WARNING: " + mount.point + ": does not answer (type " + mount.type + ")");
  }
  if (answer.error == ETIMEDOUT) health = answer.found ? Health::kKeepsOnly : Health::kDead;
  if (health == Health::kKeepsOnly) answer.error = ETIMEDOUT;  // old news
  return answer;
}

}  // namespace nd::lsof
