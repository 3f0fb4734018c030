#include "capture/options.h"

#include "common/cli/cli11.h"

namespace nd::capture {
namespace {

void declare_sources(CLI::App& app, Options& o) {
  app.add_option("-i,--interface", o.interface, "Capture on this interface, its number in -D, or any")
      ->type_name("INTERFACE");
  app.add_option("-r", o.read_file, "Read packets from this file; - is standard input")->type_name("FILE");
  app.add_option("-V", o.file_list, "Read the files that this file lists")->type_name("FILE");
  app.add_option("-c", o.typed.count, "Stop after this many packets")->type_name("COUNT");
  app.add_option("-F", o.filter_file, "Read the filter from this file")->type_name("FILE");
  app.add_option("-s,--snapshot-length", o.typed.snapshot, "Keep this many bytes of each packet; 0: all")
      ->type_name("BYTES");
  app.add_option("-B,--buffer-size", o.typed.buffer_kib, "Size of the kernel's capture buffer")->type_name("KIB");
  app.add_option("-Q,-P,--direction", o.typed.direction, "Packets that come in, go out, or both: in, out, inout")
      ->type_name("DIRECTION");
  app.add_option("-y,--linktype", o.link_type, "Capture or compile with this link type")->type_name("TYPE");
  app.add_option("-j,--time-stamp-type", o.timestamp_type, "Where time stamps come from; see -J")->type_name("TYPE");
  app.add_flag("-p,--no-promiscuous-mode", o.not_promiscuous, "Do not put the interface into promiscuous mode");
  app.add_flag("-I,--monitor-mode", o.monitor_mode, "Wi-Fi monitor mode");
  app.add_flag("--immediate-mode", o.immediate, "Deliver each packet at once");
  app.add_flag("-O,--no-optimize", o.no_optimizer, "Do not optimize the filter's program");
  app.add_option("--duration", o.typed.duration, "Stop a live capture after this time")->type_name("SECONDS");
  app.add_option("--netns", o.network_namespace, "Capture in this network namespace: a name, a pid or a path")
      ->type_name("NETNS");
  app.add_option("filter", o.typed.filter, "What to show, in libpcap's filter language");
}

void declare_text(CLI::App& app, Options& o) {
  app.add_flag("-n", o.typed.numeric, "No names for addresses and ports");
  app.add_flag("-N", o.print.strip_domain, "Host names without their domain");
  app.add_flag("-v,--verbose", o.print.verbose, "More detail; up to three times");
  app.add_flag("-q,--quick,--quiet", o.print.quiet, "Shorter lines");
  app.add_flag("-e", o.typed.link_header, "Show the link-level header");
  app.add_flag("-t", o.typed.time, "Time: none, epoch, since previous, date, since first");
  app.add_flag("--micro", o.typed.micro, "Times in microseconds");
  app.add_flag("--nano", o.typed.nano, "Times in nanoseconds");
  app.add_option("--time-stamp-precision", o.typed.precision, "micro or nano")->type_name("PRECISION");
  app.add_flag("-#,--number", o.line.number, "Number the packets");
  app.add_flag("-S,--absolute-tcp-sequence-numbers", o.print.absolute_sequence, "Absolute TCP sequence numbers");
  app.add_flag("-K,--dont-verify-checksums", o.print.skip_checksums, "Do not verify checksums");
  app.add_flag("-b", o.print.bgp_asdot, "BGP AS numbers as asdot");
  app.add_option("-T", o.typed.packet_type, "Decode the payload as this type")->type_name("TYPE");
  app.add_flag("-x", o.typed.hex, "Hex dump; twice with the link header");
  app.add_flag("-X", o.typed.hex_ascii, "Hex and text dump; twice with the link header");
  app.add_flag("-A", o.typed.ascii, "Text dump; twice with the link header");
  app.add_flag("--json", o.json, "One JSON object a packet");
  app.add_flag("--payload", o.payload, "With --json: the bytes behind the last layer");
}

void declare_output(CLI::App& app, Options& o) {
  app.add_option("-w", o.write_file, "Write the packets to this file; - is standard output")->type_name("FILE");
  app.add_flag("--print", o.print_too, "Print packets although -w is given");
  app.add_flag("-l", o.line_buffered, "Write out each line at once");
  app.add_flag("-U,--packet-buffered", o.packet_buffered, "Write out each packet at once");
  app.add_flag("--count", o.count_only, "With -r: only print how many packets there are");
  app.add_option("-C", o.typed.file_size, "A new -w file after this size: millions of bytes, or with k, m, g")
      ->type_name("SIZE");
  app.add_option("-G", o.typed.file_seconds, "A new -w file after this time; its name goes through strftime")
      ->type_name("SECONDS");
  app.add_option("-W", o.typed.file_count, "At most this many -w files")->type_name("COUNT");
  app.add_option("-z", o.rotate_command, "Run this program with each file that is finished")->type_name("PROGRAM");
  app.add_option("-Z,--relinquish-privileges", o.user, "Become this user once the device is open")->type_name("USER");
}

void declare_lists(CLI::App& app, Options& o) {
  app.add_flag("-d", o.typed.dump_program, "Show the filter's program; twice as C, three times as numbers");
  app.add_flag("-D,--list-interfaces", o.list_interfaces, "List the interfaces");
  app.add_flag("-L,--list-data-link-types", o.list_link_types, "List the interface's link types");
  app.add_flag("-J,--list-time-stamp-types", o.list_timestamp_types, "List the interface's time stamp types");
}

}  // namespace

void declare(CLI::App& app, Options& options) {
  declare_sources(app, options);
  declare_text(app, options);
  declare_output(app, options);
  declare_lists(app, options);
  for (CLI::Option* option : app.get_options()) {  // as with getopt, the last of several values counts
    if (option->nonpositional() && option->get_items_expected_max() == 1)
      option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
}

}  // namespace nd::capture
