// What happens to each packet that passed the filter: counted, written to a file, printed as text or JSON.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>

#include "capture/options.h"
#include "capture/packet_json.h"
#include "capture/packet_printer.h"
#include "capture/rotation.h"
#include "capture/summary.h"
#include "common/sys/output.h"

namespace nd::capture {

class PacketSink {
 public:
  explicit PacketSink(const Options& options);

  // Before the first packet and for each further source: how its packets are to be read.
  void set_link_type(int dlt);
  // What is known about the packets that follow; their numbers are counted here.
  PacketOrigin& origin() { return origin_; }
  Status open_savefile(pcap_t* handle, Asker& asker);

  // False: the count is reached, the run is over.
  Result<bool> take(const Packet& packet);
  // What was printed so far goes out; called when no packet waits.
  Status flush();
  Status flush_savefile();
  // Everything out and closed.
  Status close();

  // --report: what came since the last report, and a new stretch begins.
  Status report_stretch();

  std::uint64_t packets() const { return packets_; }
  // Without the skipped ones.
  std::uint64_t taken() const { return packets_ - std::min(packets_, options_.skip); }
  SavefileSeries* savefiles() { return savefiles_ ? &*savefiles_ : nullptr; }
  // An end in the middle of the output: the peer ends the line.
  void end_line();

 private:
  Status print(const Packet& packet);
  Status summarize(const Packet& packet);
  // What becomes of writing is remembered: output that failed is not tried, and told, again.
  Status noted(Status written);
  void append_summary(const Summary& summary, bool whole);

  const Options& options_;
  OutputBuffer output_;
  std::unique_ptr<PacketPrinter> printer_;
  std::unique_ptr<PacketJson> json_;
  std::optional<SavefileSeries> savefiles_;
  PacketOrigin origin_;
  int dlt_ = -1;
  Summary whole_;    // --summary
  Summary stretch_;  // --report
  std::uint64_t packets_ = 0;
  bool output_failed_ = false;
};

}  // namespace nd::capture
