// What a command line asks for.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "capture/packet_printer.h"
#include "common/base/result.h"
#include "common/cli/command_line.h"

namespace nd::capture {

enum class Direction : std::uint8_t { kBoth, kIn, kOut };

// The words and counts of the command line, as typed.
struct TypedOptions {
  std::string count, snapshot, buffer_kib, file_size, file_seconds, file_count, packet_type, direction, precision,
      duration, skip, sampling, total_size, report, pid;
  int numeric = 0, hex = 0, hex_ascii = 0, ascii = 0, time = 0, dump_program = 0, link_header = 0;
  bool micro = false, nano = false;
  std::vector<std::string> filter;
  std::string color;
  std::string left_out;  // an option of the peer that is none here, and why
};

class SystemNames;

struct Options {
  TypedOptions typed;
  SystemNames* system_names = nullptr;  // those of `print`, null with -n

  std::vector<std::string> interfaces;  // -i; none: the default device
  std::string read_file;                // -r
  std::string file_list;                // -V
  std::string write_file;               // -w
  std::string filter_file;              // -F
  std::string filter;                   // the words joined
  std::string link_type;                // -y
  std::string timestamp_type;           // -j
  std::string rotate_command;           // -z
  std::string user;                     // -Z
  std::string network_namespace;        // --netns

  std::string run_command;  // --run

  std::uint64_t count = 0;     // 0: no limit
  std::uint64_t skip = 0;      // --skip
  std::uint64_t sampling = 1;  // --print-sampling: every packet
  int snapshot = 262144;
  int buffer_kib = 0;                     // 0: libpcap's
  std::uint64_t file_size = 0;            // -C, bytes
  std::uint32_t file_seconds = 0;         // -G
  std::chrono::milliseconds duration{0};  // --duration, 0: no limit
  std::uint32_t file_count = 0;           // -W
  std::uint64_t total_size = 0;           // --total-size, bytes; 0: no limit
  Direction direction = Direction::kBoth;
  bool direction_given = false;

  bool summary = false;                 // --summary, or one of the next two
  bool no_packets = false;              // --quiet
  std::chrono::milliseconds report{0};  // --report, 0: only at the end

  bool count_only = false;            // --count
  bool print_too = false;             // --print
  bool line_buffered = false;         // -l
  bool packet_buffered = false;       // -U
  bool not_promiscuous = false;       // -p
  bool monitor_mode = false;          // -I
  bool immediate = false;             // --immediate-mode
  bool no_optimizer = false;          // -O
  bool numeric = false;               // -n
  bool list_interfaces = false;       // -D
  bool list_link_types = false;       // -L
  bool list_timestamp_types = false;  // -J
  int dump_program = 0;               // -d, -dd, -ddd
  bool nanoseconds = false;
  bool json = false;
  bool payload = false;  // --payload: the bytes in JSON

  bool says_link_type = true;  // not a scout, which captures beside the device itself
  bool processes = false;      // --process
  std::int32_t pid = 0;        // --pid; 0: any
  std::string command;         // --comm; empty: any

  PrintOptions print;
  LineOptions line;

  // Where only one can be asked, the last one counts.
  std::string interface() const { return interfaces.empty() ? std::string() : interfaces.back(); }
  bool tells_processes() const { return processes || pid != 0 || !command.empty(); }
  bool reads_files() const { return !read_file.empty() || !file_list.empty(); }
  bool writes() const { return !write_file.empty(); }
  bool prints() const { return (!writes() || print_too) && !no_packets; }
};

// The only place that knows the flags.
void declare(cli::CommandLine& line, Options& options);
// Checks what was typed and fills in what it means. The error is the line for standard error.
Status settle(Options& options);

}  // namespace nd::capture
