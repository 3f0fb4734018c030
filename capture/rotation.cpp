#include "capture/rotation.h"

#include "capture/guard/outputs.h"

namespace nd::capture {

Result<SavefileSeries> SavefileSeries::create(const Options& options, SavefileFormat format, Asker& asker) {
  SavefileSeries series(options, std::move(format), asker);
  if (Status opened = series.next_file(std::time(nullptr)); !opened) return tl::unexpected(opened.error());
  return series;
}

Status SavefileSeries::noted(Status written) {
  asker_->note_whole(file_->written());
  return written;
}

Status SavefileSeries::write(const Packet& packet) {
  if (options_->file_size > 0 && file_->size() > options_->file_size) {
    if (Status finished = finish_file(); !finished) return finished;
    ++counter_;
    if (options_->file_count > 0 && counter_ >= options_->file_count) counter_ = 0;
    if (Status next = next_file(started_); !next) return next;
  }
  if (file_->is_full()) {
    if (Status flushed = flush(); !flushed) return flushed;
  }
  file_->add(packet);
  if (options_->total_size > 0) {
    if (Status kept = keep_within_budget(); !kept) return kept;
  }
  return options_->packet_buffered ? flush() : Status{};
}

Status SavefileSeries::flush() { return noted(file_->flush()); }

Status SavefileSeries::keep_within_budget() {
  while (asker_->finished().files > 0 && asker_->finished().bytes + file_->size() > options_->total_size) {
    if (Status removed = asker_->remove_oldest_output(); !removed) return removed;
  }
  return {};
}

Status SavefileSeries::finish_file() {
  if (Status closed = noted(file_->close(false)); !closed) return closed;
  return asker_->finish_output();
}

Status SavefileSeries::next_file(std::time_t when) {
  const Result<std::string> name = output_name(*options_, when, counter_);
  if (!name) return tl::unexpected(name.error());
  Result<OpenedOutput> opened = asker_->open_output(when, counter_, *name);
  if (!opened) return tl::unexpected(opened.error());
  started_ = opened->when;
  file_.emplace(std::move(opened->fd), *name, opened->regular, format_);
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

// A capture cannot be had again: at its end it is on the disk. Within a run that wait would cost packets.
Status SavefileSeries::close() { return noted(file_->close(!options_->reads_files())); }

}  // namespace nd::capture
