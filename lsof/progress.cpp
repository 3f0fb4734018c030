#include "lsof/progress.h"

#include <string>

#include "common/sys/output.h"

namespace nd::lsof {
namespace {

constexpr std::chrono::seconds kPatience{1};
constexpr std::chrono::milliseconds kPause{200};
constexpr std::string_view kWipe = "\r\x1b[K";

}  // namespace

void Progress::note(MonotonicTime now) {
  const std::size_t done = ++done_;
  if (now - start_ < kPatience) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || over_ || now - shown_at_ < kPause) return;
  if (!total_) total_ = total_of_();
  shown_at_ = now;
  const std::string text =
      std::string(kWipe) + "mylsof: " + std::to_string(done) + " of " + std::to_string(*total_) + " processes";
  static_cast<void>(write_all(fd_, text, "standard error"));
}

void Progress::clear() {
  const std::unique_lock lock(mutex_);
  if (total_ && !over_) static_cast<void>(write_all(fd_, kWipe, "standard error"));
  over_ = true;
}

}  // namespace nd::lsof
