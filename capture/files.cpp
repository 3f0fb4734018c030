// Packets from savefiles: -r, or the files that -V lists, one after the other.
#include <unistd.h>

#include <cstring>

#include "capture/capture_file.h"
#include "capture/filter.h"
#include "capture/guard/monitor.h"
#include "capture/progress.h"
#include "capture/run.h"
#include "capture/sink.h"
#include "common/base/field_reader.h"
#include "common/sys/output.h"

namespace nd::capture {
namespace {

class FileRun {
 public:
  FileRun(const Options& options, Asker& asker, Interrupts& interrupts)
      : options_(options), asker_(asker), interrupts_(interrupts), sink_(options) {}

  // All of the `number`th file.
  Step read(std::uint32_t number, const std::string& path) {
    auto input = asker_.open_input(number, path);
    if (!input) return tl::unexpected(input.error());
    auto opened = CaptureFile::open(*std::move(input), path, options_.nanoseconds, interrupts_);
    if (!opened) return tl::unexpected(opened.error());
    CaptureFile& file = **opened;
    const int dlt = pcap_datalink(file.handle());
    announce_file(path, file.handle(), dlt_ < 0);
    if (const Step prepared = prepare(file, path, dlt); !prepared || *prepared) return prepared;
    const Step done = loop(file);
    if (!done) return std::optional<int>(report_write_error(with_rest(done.error())));
    if (Status flushed = sink_.flush(); !flushed) return std::optional<int>(report_write_error(flushed.error()));
    if (done->has_value() && **done == kFailed) complain("mycap", "pcap_loop: " + file.error());
    return done;
  }

  Result<int> finish(int status) {
    if (options_.count_only) {
      const std::uint64_t count = sink_.taken();
      const std::string line = std::to_string(count) + (count == 1 ? " packet\n" : " packets\n");
      if (Status written = write_all(1, line, "standard output"); !written) return report_write_error(written.error());
    }
    if (Status closed = sink_.close(); !closed) return report_write_error(closed.error());
    return status;
  }

 private:
  // The packets that were not read any more are lost to the output too.
  Error with_rest(Error error) const {
    if (!error.remedy.empty()) error.remedy += "; the rest of what is read was not written";
    return error;
  }

  // Once it has, the monitor has nothing left to do for this file and, with the last one, shuts itself in too.
  Step prepare(CaptureFile& file, const std::string& path, int dlt) {
    if (dlt == dlt_) return ready();
    if (dlt_ >= 0 && options_.writes()) return input_failure(path, "new dlt does not match the first");
    auto filter = asker_.filter(dlt, pcap_snapshot(file.handle()));
    if (!filter) return tl::unexpected(filter.error());
    if (!*filter) return std::optional<int>(kFailed);
    dlt_ = dlt;
    filter_ = *std::move(*filter);
    filters_ = !options_.filter.empty() || !options_.filter_file.empty();
    sink_.set_link_type(dlt);
    if (options_.writes() && sink_.savefiles() == nullptr) {
      if (Status opened = sink_.open_savefile(file.handle(), asker_); !opened) return tl::unexpected(opened.error());
    }
    return std::nullopt;
  }

  Step ready() {
    if (Status told = asker_.tell_ready(); !told) return tl::unexpected(told.error());
    return std::nullopt;
  }

  bool wanted(const Packet& packet) const {
    pcap_pkthdr header{};
    header.caplen = packet.captured;
    header.len = packet.length;
    return filter_.matches(header, packet.data);
  }

  Step loop(CaptureFile& file) {
    Packet packet;
    const bool terminal = ::isatty(STDERR_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 0;
    Progress progress(file.size(), terminal);
    for (;;) {
      const CaptureFile::Got got = file.next(packet);
      if (got == CaptureFile::Got::kPacket) {
        progress.on_packet(file.stream().bytes_read());
        if (filters_ && !wanted(packet)) continue;
        const Result<bool> more = sink_.take(packet);
        if (!more) return tl::unexpected(more.error());
        if (!*more) return std::optional<int>(kOk);
        continue;
      }
      if (interrupts_.take_flush()) static_cast<void>(sink_.flush_savefile());
      if (got == CaptureFile::Got::kEnd) return std::nullopt;
      if (got == CaptureFile::Got::kStopped) {
        sink_.end_line();
        return std::optional<int>(kOk);
      }
      return std::optional<int>(kFailed);
    }
  }

  const Options& options_;
  Asker& asker_;
  Interrupts& interrupts_;
  PacketSink sink_;
  Filter filter_;
  bool filters_ = false;
  int dlt_ = -1;
};

Result<std::vector<std::string>> listed_files(const Options& options) {
  if (options.file_list.empty()) return std::vector<std::string>{options.read_file};
  const Result<std::string> text = read_text_file(options.file_list);
  if (!text) return input_failure({}, std::string("Unable to open file: ") + std::strerror(text.error().code));
  std::vector<std::string> files;
  for_each_line(*text, [&](std::string_view line) {
    if (!line.empty()) files.emplace_back(line);
  });
  if (files.empty()) return input_failure({}, "Nothing in " + options.file_list);
  return files;
}

Result<int> read_files(const Options& options, const std::vector<std::string>& files, Asker& asker,
                       Interrupts& interrupts) {
  FileRun run(options, asker, interrupts);
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    const Step done = run.read(i, files[i]);
    if (!done) return tl::unexpected(done.error());
    if (done->has_value()) return run.finish(**done);
  }
  return run.finish(kOk);
}

}  // namespace

Result<int> run_files(const Options& options) {
  const Result<std::vector<std::string>> files = listed_files(options);
  if (!files) return tl::unexpected(files.error());
  Result<Monitor> monitor = Monitor::create(false);
  if (!monitor) return tl::unexpected(monitor.error());
  return monitor->run(
      options, {.devices = nullptr, .files = *files, .sockets = {}}, nullptr,
      [&](Asker& asker, Interrupts& interrupts) { return read_files(options, *files, asker, interrupts); });
}

}  // namespace nd::capture
