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
#include "ping/scope_names.h"

namespace nd::ping {

class NamedLines {
 public:
  // Without `names` addresses stay numbers.
  NamedLines(OutputBuffer& out, HostNames* names, const ScopeNames& scopes)
      : out_(out), names_(names), scopes_(scopes) {}

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
  const ScopeNames& scopes_;
  TextBuffer line_{512};
  std::vector<Gap> gaps_;
  std::deque<Line> queue_;
};

}  // namespace nd::ping
