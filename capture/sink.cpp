#include "capture/sink.h"

#include "capture/dissect/dissectors.h"
#include "capture/dissect/registry.h"

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
  const Dissector* link = by_link_type(dlt);
  if (link == nullptr) link = &kUnsupported;
  if (printer_ != nullptr) printer_->set_link(*link);
  if (json_ != nullptr) json_->set_link(*link);
}

Status PacketSink::open_savefile(pcap_t* handle, std::time_t now) {
  Result<SavefileFormat> format = savefile_format(handle);
  if (!format) return tl::unexpected(format.error());
  Result<SavefileSeries> series = SavefileSeries::create(options_, std::move(*format), now);
  if (!series) return tl::unexpected(series.error());
  savefiles_ = std::move(*series);
  return {};
}

Status PacketSink::print(const Packet& packet) {
  if (printer_ != nullptr) printer_->print(packet, packets_);
  if (json_ != nullptr) {
    origin_.number = packets_;
    json_->write(packet, origin_);
  }
  if (options_.line_buffered || (options_.packet_buffered && !savefiles_)) return output_.flush();
  return output_.flush_if_full();
}

Result<bool> PacketSink::take(const Packet& packet) {
  ++packets_;
  if (packets_ <= options_.skip) return true;
  if (savefiles_) {
    if (Status written = savefiles_->write(packet); !written) return tl::unexpected(written.error());
  }
  const bool sampled = options_.sampling == 1 || packets_ % options_.sampling == 0;
  if (sampled && (printer_ != nullptr || json_ != nullptr)) {
    if (Status printed = print(packet); !printed) return tl::unexpected(printed.error());
  }
  return options_.count == 0 || packets_ < options_.count + options_.skip;
}

Status PacketSink::flush() { return output_.text().empty() ? Status{} : output_.flush(); }

Status PacketSink::flush_savefile() { return savefiles_ ? savefiles_->flush() : Status{}; }

Status PacketSink::close() {
  Status printed = flush();
  if (savefiles_) {
    if (Status closed = savefiles_->close(); !closed) return closed;
  }
  return printed;
}

void PacketSink::end_line() {
  if (printer_ != nullptr && !savefiles_) output_.text().put('\n');
}

}  // namespace nd::capture
