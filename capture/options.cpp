#include "capture/options.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace nd::capture {

void declare(CLI::App& app, Options& options) {
  app.add_option("-r", options.read_file, "Read packets from this file; - is standard input")->type_name("FILE");
  app.add_option("-c", options.count, "Stop after this many packets")->type_name("COUNT");
  app.add_flag("-n", options.numeric, "No names for addresses and ports");
  app.add_flag("-v", options.print.verbose, "More detail; up to three times");
  app.add_flag("-e", options.print.link_header, "Print the link-level header");
  app.add_flag("-q", options.print.quiet, "Shorter lines");
  app.add_flag("-S", options.print.absolute_sequence, "Absolute TCP sequence numbers");
  app.add_flag("-K", options.print.skip_checksums, "Do not verify checksums");
  app.add_flag("-#,--number", options.line.number, "Number the packets");
  app.add_flag("-x", options.hex, "Hex dump; twice with the link header");
  app.add_flag("-X", options.hex_ascii, "Hex and text dump; twice with the link header");
  app.add_flag("-A", options.ascii, "Text dump; twice with the link header");
  app.add_flag("-t", options.time, "Time: none, epoch, since previous, date, since first");
  app.add_option("-T", options.packet_type, "Decode as this type")->type_name("TYPE");
  app.add_option("filter", options.filter, "What to show, in libpcap's filter language");
}

void settle(Options& options) {
  static constexpr TimeForm kForms[] = {TimeForm::kTime,          TimeForm::kNone,     TimeForm::kEpoch,
                                        TimeForm::kSincePrevious, TimeForm::kDateTime, TimeForm::kSinceFirst};
  options.line.time = kForms[std::min(options.time, 5)];
  if (options.hex > 0) {
    options.line.dump = Dump::kHex;
  } else if (options.hex_ascii > 0) {
    options.line.dump = Dump::kHexAscii;
  } else if (options.ascii > 0) {
    options.line.dump = Dump::kAscii;
  }
  options.line.dump_link_header = std::max({options.hex, options.hex_ascii, options.ascii}) > 1;
  options.print.no_payload_dump = options.hex > 0 || options.hex_ascii > 0 || options.print.quiet > 0;
}

}  // namespace nd::capture
