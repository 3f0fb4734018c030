#include "netstat/report.h"

#include <unistd.h>

#include <string>

#include "common/base/escape.h"

namespace nd::netstat {
namespace {

constexpr std::size_t kProgramWidth = 19;

void tell_hidden(const SocketOwners& owners) {
  std::string note;
  if (owners.saw_sockets()) {
    note =
        "(Not all processes could be identified, non-owned process info\n"
        " will not be shown, you would have to be root to see it all.)\n";
  } else {
    note =
        "(No info could be read for \"-p\": geteuid()=" + std::to_string(::geteuid()) + " but you should be root.)\n";
  }
  static_cast<void>(write_all(2, note, "standard error"));
}

}  // namespace

std::string_view which_sockets(const Options& options) {
  if (options.all) return "(servers and established)";
  return options.listening ? "(only servers)" : "(w/o servers)";
}

void walk_for_owners(const Report& report, SocketOwners& owners) {
  const bool is_root = ::geteuid() == 0;
  const Status walked = owners.find(report.processes, is_root ? Walk::kUntilFound : Walk::kWhole);
  if (!walked) complain(kTool, walked.error().message());
  if (!owners.hidden().empty()) tell_hidden(owners);
}

void append_program(TextBuffer& out, const SocketOwner& owner) {
  if (owner.holder == nullptr) {
    out.put('-');
    return;
  }
  const std::size_t start = out.size();
  out.dec(owner.holder->pid).put('/');
  std::string_view name = program_name(owner.holder->argv0());
  // Whole characters, each as it is shown, as long as they fit.
  while (!name.empty()) {
    const std::size_t before = out.size();
    const Utf8Char c = next_utf8(name);
    append_escaped(out, name.substr(0, c.size));
    if (out.size() - start > kProgramWidth) {
      out.truncate(before);
      break;
    }
    name.remove_prefix(c.size);
  }
}

Result<std::string> read_table(const Report& report, const char* path) {
  auto text = report.proc.read(path);
  if (!text && text.error().code == ENOENT) return std::string();
  return text;
}

int tell_unsupported(std::string_view feature) {
  complain(kTool, "no support for `" + std::string(feature) + "' on this system.");
  return 1;
}

}  // namespace nd::netstat
