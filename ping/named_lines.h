// Lines that name addresses. A line whose names are not known yet waits, those behind it keep their place, and probes
// go on meanwhile: printing never holds up the schedule.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "common/base/text_buffer.h"
#include "common/model/address.h"
#include "common/names/host_names.h"
#include "common/sys/output.h"

namespace nd::ping {

// "10.0.0.1", or "fe80::1%eth0" where a scope belongs to it.
std::string numeric_text(const IpAddress& address);

class NamedLines {
 public:
  // Without `names` addresses stay numbers.
  NamedLines(OutputBuffer& out, HostNames* names) : out_(out), names_(names) {}

  // The line under construction; address() appends "name (number)", or the number alone.
  TextBuffer& text() { return line_; }
  void address(const IpAddress& address);
  // Ends it (the newline is the caller's) and prints what is ready.
  void end_line();
  bool waiting() const { return !queue_.empty(); }
  // Prints the rest with numbers where a name is still unknown.
  void give_up();

 private:
  struct Gap {
    std::size_t at;
    IpAddress address;
  };
  struct Line {
    std::string text;
    std::vector<Gap> gaps;
  };

  bool ready(const Line& line) const;
  void print(const Line& line);
  void pump();

  OutputBuffer& out_;
  HostNames* names_;
  TextBuffer line_{512};
  std::vector<Gap> gaps_;
  std::deque<Line> queue_;
};

}  // namespace nd::ping
