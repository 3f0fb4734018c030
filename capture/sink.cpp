#include "capture/sink.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/registry.h"
#include "common/render/json.h"

namespace nd::capture {

PacketSink::PacketSink(const Options& options) : options_(options), output_(1, 128 * 1024) {
  if (!options.prints() || options.count_only) return;
  if (options.json) {
    json_ = std::make_unique<PacketJson>(output_.text(), options.print, options.payload);
  } else {
    printer_ = std::make_unique<PacketPrinter>(output_.text(), options.print, options.line);
  }
}

void PacketSink::set_link_type(int dlt) {
  if (dlt == dlt_) return;
  dlt_ = dlt;
  const Dissector* link = by_link_type(dlt);
  if (link == nullptr) link = &kUnsupported;
  if (printer_ != nullptr) printer_->set_link(*link, dlt);
  if (json_ != nullptr) json_->set_link(*link);
}

Status PacketSink::open_savefile(pcap_t* handle, Asker& asker) {
  Result<SavefileFormat> format = savefile_format(handle);
  if (!format) return tl::unexpected(format.error());
  Result<SavefileSeries> series = SavefileSeries::create(options_, std::move(*format), asker);
  if (!series) return tl::unexpected(series.error());
  savefiles_.emplace(std::move(*series));
  return {};
}

Status PacketSink::print(const Packet& packet) {
  origin_.number = packets_;
  if (printer_ != nullptr) printer_->print(packet, origin_);
  if (json_ != nullptr) json_->write(packet, origin_);
  if (options_.line_buffered || (options_.packet_buffered && !savefiles_)) return noted(output_.flush());
  return noted(output_.flush_if_full());
}

Result<bool> PacketSink::take(const Packet& packet) {
  ++packets_;
  if (packets_ <= options_.skip) return true;
  if (savefiles_) {
    if (Status written = savefiles_->write(packet); !written) return tl::unexpected(written.error());
  }
  if (options_.summary) {
    if (Status done = summarize(packet); !done) return tl::unexpected(done.error());
  }
  const bool sampled = options_.sampling == 1 || packets_ % options_.sampling == 0;
  if (sampled && (printer_ != nullptr || json_ != nullptr)) {
    if (Status printed = print(packet); !printed) return tl::unexpected(printed.error());
  }
  return options_.count == 0 || packets_ < options_.count + options_.skip;
}

Status PacketSink::summarize(const Packet& packet) {
  const Flow flow = flow_of(dlt_, packet);
  whole_.add(packet, flow);
  if (options_.report.count() == 0) return {};
  // In a file the packets are the clock.
  const std::chrono::nanoseconds since(nanoseconds_of(packet) - stretch_.first());
  if (options_.reads_files() && stretch_.total().packets > 0 && since >= options_.report) {
    if (Status told = report_stretch(); !told) return told;
  }
  stretch_.add(packet, flow);
  return {};
}

void PacketSink::append_summary(const Summary& summary, bool whole) {
  const std::chrono::nanoseconds length = whole ? summary.length() : options_.report;
  if (!options_.json) return summary.append_text(output_.text(), whole ? "summary" : "report", length);
  JsonWriter json(output_.text());
  json.begin_line("summary");
  json.field("whole", whole);
  summary.append_json(json, length);
  json.end_line();
}

Status PacketSink::report_stretch() {
  append_summary(stretch_, false);
  stretch_ = {};
  return noted(output_.flush());
}

Status PacketSink::noted(Status written) {
  output_failed_ = output_failed_ || !written;
  return written;
}

Status PacketSink::flush() { return output_.text().empty() ? Status{} : noted(output_.flush()); }

Status PacketSink::flush_savefile() { return savefiles_ ? savefiles_->flush() : Status{}; }

Status PacketSink::close() {
  if (options_.summary && !output_failed_) append_summary(whole_, true);
  Status printed = flush();
  if (savefiles_) {
    if (Status closed = savefiles_->close(); !closed) return closed;
  }
  return printed;
}

void PacketSink::end_line() {
  if (printer_ != nullptr && !savefiles_ && !options_.summary) output_.text().put('\n');
}

}  // namespace nd::capture
