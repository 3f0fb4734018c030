#include "netstat/report.h"

#include <unistd.h>

#include <algorithm>

#include <string>
#include <utility>

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

void Report::end_table(std::size_t start) {
  if (watch == nullptr) return;
  const std::string table(out.text().view().substr(start));
  out.text().truncate(start);
  std::size_t line = 0;
  while (line < table.size()) {
    const std::size_t end = table.find('\n', line) + 1;
    const std::size_t row = out.text().size();
    out.text().put(std::string_view(table).substr(line, end - line));
    std::string key = table.substr(line, end - line);  // without the widths, which change
    key.erase(std::unique(key.begin(), key.end(), [](char a, char b) { return a == ' ' && b == ' '; }), key.end());
    if (line > 0) end_row(row, std::move(key));
    line = end;
  }
}

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

std::string_view why_unowned(const Report& report, const SocketOwners& owners, std::uint64_t inode, TcpState state) {
  if (inode == 0) {
    if (state == TcpState::kTimeWait) return "time_wait";
    if (state == TcpState::kSynRecv || state == TcpState::kNewSynRecv) return "syn_recv";
    const bool closing = state == TcpState::kFinWait1 || state == TcpState::kFinWait2 || state == TcpState::kLastAck ||
                         state == TcpState::kClosing;
    return closing ? "closed" : "not_accepted";
  }
  if (!report.is_live()) return {};  // a saved tree does not say
  if (!owners.hidden().empty() || ::geteuid() != 0) return "no_permission";
  // The first PID namespace has a number of its own (PROC_PID_INIT_INO): from there every process is seen.
  const auto ours = report.processes.link("self/ns/pid");
  return ours && *ours == "pid:[4026531836]" ? "kernel" : "other_namespace";
}

std::string_view unowned_text(std::string_view reason) {
  constexpr std::pair<std::string_view, std::string_view> kTexts[] = {
      {"time_wait", "its process closed it, TIME_WAIT is left"},
      {"syn_recv", "not yet a connection"},
      {"closed", "its process closed it, the other end has not"},
      {"not_accepted", "no process accepted it yet"},
      {"no_permission", "no permission to look into every process"},
      {"kernel", "held by the kernel, or on its way between two processes"},
      {"other_namespace", "held by the kernel or by a process of another PID namespace"},
  };
  for (const auto& [name, text] : kTexts) {
    if (name == reason) return text;
  }
  return "";
}

void append_program(TextBuffer& out, const SocketOwner& owner) {
  if (owner.holder == nullptr) {
    out.put('-');
    return;
  }
  const std::size_t start = out.size();
  out.dec(owner.holder->pid).put('/');
  std::string_view name = program_name(owner.holder->argv0());
  if (std::ranges::all_of(name, [](char c) { return c >= 0x20 && c < 0x7f; })) {  // nearly every name
    out.put(name.substr(0, kProgramWidth - (out.size() - start)));
    return;
  }
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
