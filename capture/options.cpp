#include "capture/options.h"

namespace nd::capture {
namespace {

void declare_sources(cli::CommandLine& line, Options& o) {
  line.values("-i,--interface", o.interfaces, "INTERFACE",
              "Capture on this interface, its number in -D, or any; several times: on several");
  line.value("-r", o.read_file, "FILE", "Read packets from this file; - is standard input");
  line.value("-V", o.file_list, "FILE", "Read the files that this file lists");
  line.value("-c", o.typed.count, "COUNT", "Stop after this many packets");
  line.value("-F", o.filter_file, "FILE", "Read the filter from this file");
  line.value("-s,--snapshot-length", o.typed.snapshot, "BYTES", "Keep this many bytes of each packet; 0: all");
  line.value("-B,--buffer-size", o.typed.buffer_kib, "KIB", "Size of the kernel's capture buffer");
  line.value("-Q,--direction", o.typed.direction, "DIRECTION", "Packets that come in, go out, or both: in, out, inout");
  line.value("-y,--linktype", o.link_type, "TYPE", "Capture or compile with this link type");
  line.value("-j,--time-stamp-type", o.timestamp_type, "TYPE", "Where time stamps come from; see -J");
  line.flag("-p,--no-promiscuous-mode", o.not_promiscuous, "Do not put the interface into promiscuous mode");
  line.flag("-I,--monitor-mode", o.monitor_mode, "Wi-Fi monitor mode");
  line.flag("--immediate-mode", o.immediate, "Deliver each packet at once");
  line.flag("-O,--no-optimize", o.no_optimizer, "Do not optimize the filter's program");
  line.value("--skip", o.typed.skip, "COUNT", "Leave out this many packets at the start");
  line.value("--run", o.run_command, "COMMAND", "Capture while this command, run by the shell, is at work");
  line.value("--duration", o.typed.duration, "SECONDS", "Stop a live capture after this time");
  line.flag("--process", o.processes, "Show which processes have sent and will get each packet");
  line.value("--pid", o.typed.pid, "PID", "Only packets of this process");
  line.value("--comm", o.command, "NAME", "Only packets of processes of this name");
  line.value("--netns", o.network_namespace, "NETNS", "Capture in this network namespace: a name, a pid or a path");
  line.operands("filter", o.typed.filter, "FILTER", "What to show, in libpcap's filter language");
}

void declare_text(cli::CommandLine& line, Options& o) {
  line.flag("-n", o.typed.numeric, "No names for addresses and ports");
  line.flag("-N", o.print.strip_domain, "Host names without their domain");
  line.flag("-v,--verbose", o.print.verbose, "More detail; up to three times");
  line.flag("-q,--quick", o.print.quiet, "Shorter lines");
  line.flag("-e", o.typed.link_header, "Show the link-level header");
  line.flag("-t", o.typed.time, "Time: none, epoch, since previous, date, since first");
  line.flag("--micro", o.typed.micro, "Times in microseconds");
  line.flag("--nano", o.typed.nano, "Times in nanoseconds");
  line.value("--time-stamp-precision", o.typed.precision, "PRECISION", "micro or nano");
  line.flag("-#,--number", o.line.number, "Number the packets");
  line.flag("--lengths", o.line.lengths, "Show how much of each packet was captured, and its length");
  line.value("--print-sampling", o.typed.sampling, "N", "Print every Nth packet only");
  line.flag("-S,--absolute-tcp-sequence-numbers", o.print.absolute_sequence, "Absolute TCP sequence numbers");
  line.flag("-K,--dont-verify-checksums", o.print.skip_checksums, "Do not verify checksums");
  line.flag("-b", o.print.bgp_asdot, "BGP AS numbers as asdot");
  line.flag("-g,--ip-oneline", o.print.ip_oneline, "With -v: no new line behind the IP header");
  line.choice("--color", o.typed.color, "WHEN", {"auto", "always", "never"},
              "Colour lines by protocol: auto, on a terminal (the default), always, never");
  line.value("-T", o.typed.packet_type, "TYPE", "Decode the payload as this type");
  line.flag("-x", o.typed.hex, "Hex dump; twice with the link header");
  line.flag("-X", o.typed.hex_ascii, "Hex and text dump; twice with the link header");
  line.flag("-A", o.typed.ascii, "Text dump; twice with the link header");
  line.flag("--summary", o.summary, "At the end: packets, bytes and rates, by protocol and by pairs of addresses");
  line.value("--report", o.typed.report, "SECONDS", "A summary of each stretch of this time as well");
  line.flag("--quiet", o.no_packets, "The summary without the packets");
  line.flag("--json", o.json, "One JSON object a packet");
  line.flag("--payload", o.payload, "With --json: the bytes behind the last layer");
}

void declare_output(cli::CommandLine& line, Options& o) {
  line.value("-w", o.write_file, "FILE", "Write the packets to this file; - is standard output");
  line.flag("--print", o.print_too, "Print packets although -w is given");
  line.flag("-l", o.line_buffered, "Write out each line at once");
  line.flag("-U,--packet-buffered", o.packet_buffered, "Write out each packet at once");
  line.flag("--count", o.count_only, "With -r: only print how many packets there are");
  line.value("-C", o.typed.file_size, "SIZE", "A new -w file after this size: millions of bytes, or with k, m, g");
  line.value("-G", o.typed.file_seconds, "SECONDS", "A new -w file after this time; its name goes through strftime");
  line.value("-W", o.typed.file_count, "COUNT", "At most this many -w files");
  line.value("--total-size", o.typed.total_size, "SIZE",
             "Keep all -w files of -C or -G within this size: the oldest are deleted");
  line.value("-z", o.rotate_command, "PROGRAM", "Run this program with each file that is finished");
  line.value("-Z,--relinquish-privileges", o.user, "USER", "Become this user once the device is open");
}

void declare_lists(cli::CommandLine& line, Options& o) {
  line.flag("-d", o.typed.dump_program, "Show the filter's program; twice as C, three times as numbers");
  line.flag("-D,--list-interfaces", o.list_interfaces, "List the interfaces");
  line.flag("-L,--list-data-link-types", o.list_link_types, "List the interface's link types");
  line.flag("-J,--list-time-stamp-types", o.list_timestamp_types, "List the interface's time stamp types");
}

// What the peer has and this tool leaves out on purpose is refused with the reason rather than as unknown.
void declare_left_out(cli::CommandLine& line, Options& o) {
  const auto because = [&o](std::string why) { return [&o, why = std::move(why)] { o.typed.left_out = why; }; };
  const auto with_value = [&o](std::string why) {
    return [&o, why = std::move(why)](const std::string&) { o.typed.left_out = why; };
  };
  line.group("");
  line.flag("-f", because("-f: foreign addresses are not told from others; -n shows all as numbers"), "");
  line.flag("-H", because("-H: the headers of the 802.11s draft are not decoded"), "");
  line.flag("-u", because("-u: NFS handles are not decoded"), "");
  line.flag("-Y", because("-Y: the filter parser has no debugging output"), "");
  for (const std::string name : {"--fp-type", "--time-t-size"})
    line.flag(name, because(name + ": a test of the peer's build, of no meaning here"), "");
  line.value("-E", with_value("-E: ESP is not decrypted"), "SECRET", "");
  line.value("-m", with_value("-m: MIB modules are not read, objects are shown as numbers"), "MODULE", "");
  line.value("-M", with_value("-M: TCP-MD5 digests are not verified"), "SECRET", "");
}

}  // namespace

void declare(cli::CommandLine& line, Options& options) {
  declare_sources(line, options);
  declare_text(line, options);
  declare_output(line, options);
  declare_lists(line, options);
  declare_left_out(line, options);
  line.refuse_empty_values({"-i", "-z"});  // the peer takes these
}

}  // namespace nd::capture
