#include "capture/guard/outputs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "capture/command.h"
#include "common/sys/output.h"
#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

// Enough digits for the highest counter of -W, so that the names sort; a single file needs none.
unsigned digits_of(std::uint32_t files) {
  unsigned digits = 0;
  for (std::uint32_t highest = files == 0 ? 0 : files - 1; highest > 0; highest /= 10) ++digits;
  return digits;
}

// The name that the user typed may lead anywhere, as with the peer. One that rotation has made must not: whoever may
// write to the folder could have put something there that root then overwrites.
Result<UniqueFd> open_output(const std::string& name, bool typed) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_CLOEXEC;
  if (name == "-") {
    UniqueFd fd(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
    if (!fd) return system_failure("fcntl", name);
    return fd;
  }
  // Not truncated, and with no wait for a FIFO's reader, before it is known what it is.
  const int flags = kFlags | (typed ? O_TRUNC : O_NOFOLLOW | O_NONBLOCK);
  UniqueFd fd(retry_eintr([&] { return ::open(name.c_str(), flags, 0666); }));
  if (!fd && !typed && errno == ELOOP) return input_failure(name, "a symbolic link is in the way of the next file");
  if (!fd && !(errno == ENXIO && !typed)) return system_failure("open", name);
  if (typed) return fd;
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode))
    return input_failure(name, "what is in the way of the next file is no regular file");
  if (::ftruncate(fd.get(), 0) != 0) return system_failure("ftruncate", name);
  return fd;
}

}  // namespace

Result<std::string> rotated_name(const std::string& name, bool by_clock, std::time_t when, std::uint32_t counter,
                                 unsigned digits) {
  std::string made = name;
  if (by_clock) {
    std::tm local{};
    char text[PATH_MAX];
    if (::localtime_r(&when, &local) == nullptr || std::strftime(text, sizeof text, name.c_str(), &local) == 0)
      return input_failure(name, "cannot make a file name of this with the time");
    made = text;
  }
  if (counter == 0 && digits == 0) return made;
  const std::string number = std::to_string(counter);
  if (number.size() < digits) made.append(digits - number.size(), '0');
  return made + number;
}

Result<std::string> output_name(const Options& options, std::time_t when, std::uint32_t counter) {
  const unsigned digits = options.file_size > 0 ? digits_of(options.file_count) : 0;
  return rotated_name(options.write_file, options.file_seconds > 0, when, counter, digits);
}

Status Outputs::open(std::time_t when, std::uint32_t counter) {
  const Result<std::string> name = output_name(options_, when, counter);
  if (!name) return tl::unexpected(name.error());
  if (first_.empty()) first_ = *name;
  Result<UniqueFd> fd = open_output(*name, *name == first_);
  if (!fd) return tl::unexpected(fd.error());
  forget(*name);
  fd_ = *std::move(fd);
  path_ = *name;
  struct stat status {};
  regular_ = ::fstat(fd_.get(), &status) == 0 && S_ISREG(status.st_mode);
  return {};
}

std::string Outputs::real_path() const {
  char real[PATH_MAX];
  return fd_ && ::realpath(path_.c_str(), real) != nullptr ? real : std::string();
}

// A ring of names, or a clock that names two files alike, takes an old file's place.
void Outputs::forget(const std::string& path) {
  const auto old = std::find_if(finished_.begin(), finished_.end(), [&](const Finished& f) { return f.path == path; });
  if (old == finished_.end()) return;
  finished_bytes_ -= old->size;
  finished_.erase(old);
}

void Outputs::finish() {
  if (!fd_) return;
  struct stat status {};
  if (options_.total_size > 0 && ::fstat(fd_.get(), &status) == 0) {
    finished_.push_back({path_, static_cast<std::uint64_t>(status.st_size)});
    finished_bytes_ += finished_.back().size;
  }
  fd_.reset();
  if (options_.rotate_command.empty()) return;
  if (Status ran = run_on_file(options_.rotate_command, path_); !ran) complain("mycap", ran.error().message());
}

void Outputs::remove_oldest() {
  if (finished_.empty()) return;
  const Finished oldest = std::move(finished_.front());
  finished_.pop_front();
  finished_bytes_ -= oldest.size;
  if (::unlink(oldest.path.c_str()) != 0 && errno != ENOENT)
    complain("mycap", system_failure("unlink", oldest.path).value().message());
}

bool Outputs::mend(std::uint64_t whole, const std::string& header) {
  struct stat status {};
  if (!fd_ || !regular_ || ::fstat(fd_.get(), &status) != 0) return false;
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (whole < header.size()) {
    if (::ftruncate(fd_.get(), 0) != 0 || ::lseek(fd_.get(), 0, SEEK_SET) != 0) return false;
    return write_all(fd_.get(), header, path_).has_value();
  }
  return size <= whole || ::ftruncate(fd_.get(), static_cast<off_t>(whole)) == 0;
}

}  // namespace nd::capture
