// What a command line asks for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "capture/packet_printer.h"

namespace CLI {
class App;
}

namespace nd::capture {

struct Options {
  std::string read_file;  // -r
  std::uint64_t count = 0;
  bool numeric = false;
  PrintOptions print;
  LineOptions line;
  std::vector<std::string> filter;  // the words as typed
  std::string packet_type;
  int hex = 0;
  int hex_ascii = 0;
  int ascii = 0;
  int time = 0;
};

// The only place that knows the flags.
void declare(CLI::App& app, Options& options);
// What the counts and words of the command line mean together.
void settle(Options& options);

}  // namespace nd::capture
