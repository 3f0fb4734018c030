#include "capture/rotation.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <climits>

#include "capture/command.h"
#include "common/sys/output.h"

namespace nd::capture {
namespace {

// Enough digits for the highest counter of -W, so that the names sort; a single file needs none.
unsigned digits_of(std::uint32_t files) {
  unsigned digits = 0;
  for (std::uint32_t highest = files == 0 ? 0 : files - 1; highest > 0; highest /= 10) ++digits;
  return digits;
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
  if (options_->total_size > 0) keep_within_budget();
  return options_->packet_buffered ? file_.flush() : Status{};
}

void SavefileSeries::keep_within_budget() {
  while (!finished_.empty() && finished_size_ + file_.size() > options_->total_size) {
    const Finished oldest = std::move(finished_.front());
    finished_.pop_front();
    finished_size_ -= oldest.size;
    if (::unlink(oldest.path.c_str()) != 0 && errno != ENOENT)
      complain("mycap", system_failure("unlink", oldest.path).value().message());
  }
}

Status SavefileSeries::finish_file() {
  const std::uint64_t size = file_.size();
  if (Status closed = file_.close(); !closed) return closed;
  if (options_->total_size > 0) {
    finished_.push_back({file_.path(), size});
    finished_size_ += size;
  }
  if (options_->rotate_command.empty()) return {};
  // No signal tells a run that reads files of programs that are done.
  while (options_->reads_files() && ::waitpid(-1, nullptr, WNOHANG) > 0) {
  }
  if (Status ran = run_on_file(options_->rotate_command, file_.path()); !ran) complain("mycap", ran.error().message());
  return {};
}

Status SavefileSeries::next_file(std::time_t when) {
  const Result<std::string> name =
      rotated_name(options_->write_file, options_->file_seconds > 0, when, counter_, digits_);
  if (!name) return tl::unexpected(name.error());
  // A ring of names, or a clock that names two files alike, takes an old file's place.
  if (const auto old =
          std::find_if(finished_.begin(), finished_.end(), [&](const Finished& f) { return f.path == *name; });
      old != finished_.end()) {
    finished_size_ -= old->size;
    finished_.erase(old);
  }
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
