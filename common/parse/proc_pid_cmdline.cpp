#include "common/parse/proc_pid_cmdline.h"

namespace nd {

std::vector<std::string_view> parse_proc_cmdline(std::string_view text) {
  std::vector<std::string_view> arguments;
  std::size_t used = 0;  // up to the last argument that is not empty
  while (!text.empty()) {
    const std::size_t end = text.find('\0');
    arguments.push_back(text.substr(0, end));
    if (!arguments.back().empty()) used = arguments.size();
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  // One empty last argument may be real (`printf ''`); a run of them is the hole setproctitle leaves.
  if (arguments.size() > used + 1) arguments.resize(used);
  return arguments;
}

}  // namespace nd
