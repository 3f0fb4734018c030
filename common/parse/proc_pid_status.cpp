#include "common/parse/proc_pid_status.h"

#include "common/base/field_reader.h"

namespace nd {
namespace {

class StatusParser {
 public:
  // One line, cut at its first colon; keys nobody asks for are passed over.
  void line(std::string_view key, std::string_view value) {
    FieldReader in{value, ""};
    if (key == "Tgid") {
      status_.tgid = in.dec<std::int32_t>();
      seen_tgid_ = in.ok();
    } else if (key == "PPid") {
      status_.ppid = in.dec<std::int32_t>();
    } else if (key == "Uid") {
      status_.real_uid = in.dec<std::uint32_t>();
      status_.effective_uid = in.dec<std::uint32_t>();
      in.skip(2);  // saved, file system: a line that was cut has fewer
      seen_uid_ = in.ok();
    } else if (key == "Gid") {
      status_.real_gid = in.dec<std::uint32_t>();
      status_.effective_gid = in.dec<std::uint32_t>();
      in.skip(2);
      seen_gid_ = in.ok();
    } else if (key == "Threads") {
      status_.threads = in.dec<std::uint32_t>();
    } else if (key == "CapEff") {
      status_.effective_capabilities = in.hex<std::uint64_t>();
    } else if (key == "NSpid") {
      while (!in.at_end()) status_.namespace_pids.push_back(in.dec<std::int32_t>());
    }
  }
  std::optional<ProcessStatus> done() {
    if (!seen_tgid_ || !seen_uid_ || !seen_gid_) return std::nullopt;
    return std::move(status_);
  }

 private:
  ProcessStatus status_;
  bool seen_tgid_ = false;
  bool seen_uid_ = false;
  bool seen_gid_ = false;
};

}  // namespace

std::optional<ProcessStatus> parse_proc_status(std::string_view text) {
  StatusParser parser;
  for_each_line(text, [&](std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) parser.line(line.substr(0, colon), line.substr(colon + 1));
  });
  return parser.done();
}

}  // namespace nd
