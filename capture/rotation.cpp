#include "capture/rotation.h"

#include <spawn.h>
#include <sys/resource.h>
#include <unistd.h>

#include <climits>
#include <csignal>

#include "common/sys/output.h"

extern char** environ;

namespace nd::capture {
namespace {

// Enough digits for the highest counter of -W, so that the names sort.
unsigned digits_of(std::uint32_t files) {
  if (files == 0) return 0;
  unsigned digits = 1;
  for (std::uint32_t highest = files - 1; highest >= 10; highest /= 10) ++digits;
  return digits;
}

// -z: at the lowest priority and beside the capture; SIGCHLD tells when it is done.
void run_on(const std::string& program, const std::string& file) {
  const pid_t child = ::fork();
  if (child < 0) return complain("mycap", system_failure("fork", program).value().message());
  if (child > 0) return;
  ::setpriority(PRIO_PROCESS, 0, 19);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execlp(program.c_str(), program.c_str(), file.c_str(), static_cast<char*>(nullptr));
  complain("mycap", system_failure("execlp", program).value().message());
  ::_exit(1);
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

SavefileSeries::SavefileSeries(const Options& options, SavefileFormat format, Savefile file)
    : options_(&options), format_(std::move(format)), file_(std::move(file)) {}

Result<SavefileSeries> SavefileSeries::create(const Options& options, SavefileFormat format, std::time_t now) {
  const unsigned digits = options.file_size > 0 ? digits_of(options.file_count) : 0;
  const Result<std::string> name = rotated_name(options.write_file, options.file_seconds > 0, now, 0, digits);
  if (!name) return tl::unexpected(name.error());
  Result<Savefile> file = Savefile::create(*name, format);
  if (!file) return tl::unexpected(file.error());
  SavefileSeries series(options, std::move(format), std::move(*file));
  series.started_ = now;
  series.digits_ = digits;
  return series;
}

Status SavefileSeries::write(const Packet& packet) {
  if (options_->file_size > 0 && file_.size() > options_->file_size) {
    if (Status finished = finish_file(); !finished) return finished;
    ++counter_;
    if (options_->file_count > 0 && counter_ >= options_->file_count) counter_ = 0;
    if (Status next = next_file(started_); !next) return next;
  }
  if (Status written = file_.write(packet); !written) return written;
  return options_->packet_buffered ? file_.flush() : Status{};
}

Status SavefileSeries::finish_file() {
  if (Status closed = file_.close(); !closed) return closed;
  if (!options_->rotate_command.empty()) run_on(options_->rotate_command, file_.path());
  return {};
}

Status SavefileSeries::next_file(std::time_t when) {
  const Result<std::string> name =
      rotated_name(options_->write_file, options_->file_seconds > 0, when, counter_, digits_);
  if (!name) return tl::unexpected(name.error());
  Result<Savefile> file = Savefile::create(*name, format_);
  if (!file) return tl::unexpected(file.error());
  file_ = std::move(*file);
  return {};
}

std::time_t SavefileSeries::ends_at() const {
  return options_->file_seconds == 0 ? 0 : started_ + static_cast<std::time_t>(options_->file_seconds);
}

Result<bool> SavefileSeries::rotate_by_clock(std::time_t now) {
  if (options_->file_seconds == 0 || now < ends_at()) return true;
  if (Status finished = finish_file(); !finished) return tl::unexpected(finished.error());
  started_ = now;
  ++clock_files_;
  if (options_->file_size == 0 && options_->file_count > 0 && clock_files_ >= options_->file_count) return false;
  counter_ = 0;
  if (Status next = next_file(now); !next) return tl::unexpected(next.error());
  return true;
}

Status SavefileSeries::close() { return file_.close(); }

}  // namespace nd::capture
