// What every view is given: the options, where the kernel's files are, the names, and where the output goes.
#pragma once

#include <string_view>

#include "common/index/socket_owners.h"
#include "common/render/watch.h"
#include "common/sys/output.h"
#include "common/sys/proc_root.h"
#include "netstat/names.h"
#include "netstat/options.h"

namespace nd::netstat {

inline constexpr std::string_view kTool = "mynetstat";

struct Report {
  const Options& options;
  const ProcRoot& proc;       // "net/tcp" lies below it: /proc, or /proc/PID for that process's network namespace
  const ProcRoot& processes;  // where every process is found
  Names& names;
  OutputBuffer& out;
  std::size_t shown = 0;            // sockets that were listed, for --fail-if-none
  Watch* watch = nullptr;           // of the report that is printed, with --watch
  std::string diag_namespace = {};  // the namespace of `proc` as a file, when it is not the one we are in

  // A row was appended from `start` on; `key` says which one it is, the row itself when that is empty.
  void end_row(std::size_t start, std::string key = {}, bool moved = false) {
    if (watch != nullptr) watch->row(out.text(), start, std::move(key), moved);
  }

  // A table with a heading was appended from `start` on: its rows are known by what they show.
  void end_table(std::size_t start);
  template <typename Table>
  void put_table(const Table& table) {
    const std::size_t start = out.text().size();
    table.print(out.text());
    end_table(start);
  }

  // /proc itself rather than a saved tree, so that the kernel may be asked in other ways too.
  bool is_live() const { return options.proc == "/proc"; }
};

// "(servers and established)" and its sisters, behind the title of a socket list.
std::string_view which_sockets(const Options& options);

// The owners of the sockets that `want` names (it is given a SocketOwners), when the options ask for programs. Tells
// on standard error when processes could not be looked into.
template <typename Want>
SocketOwners find_owners(const Report& report, Want&& want);

// Walks for the wanted inodes and tells what is hidden; the plain part of find_owners().
void walk_for_owners(const Report& report, SocketOwners& owners);

template <typename Want>
SocketOwners find_owners(const Report& report, Want&& want) {
  SocketOwners owners;
  if (!report.options.programs && !report.options.filter.needs_owner()) return owners;
  want(owners);
  walk_for_owners(report, owners);
  return owners;
}

// Why -p has nobody to show for a socket of this inode: "time_wait", "syn_recv", "closed", "not_accepted" (TCP states
// in which no file refers to it), "no_permission", "kernel" or "other_namespace". Of Unix sockets `state` is kListen.
std::string_view why_unowned(const Report& report, const SocketOwners& owners, std::uint64_t inode, TcpState state);
// The sentence for one of these.
std::string_view unowned_text(std::string_view reason);

// "1234/sshd" in at most 19 characters, or "-".
void append_program(TextBuffer& out, const SocketOwner& owner);

// A file under /proc/net. A missing one is an empty text: the kernel has no such protocol.
Result<std::string> read_table(const Report& report, const char* path);

// "mynetstat: no support for `AF INET (tcp)' on this system." Returns the exit status for it.
int tell_unsupported(std::string_view feature);

}  // namespace nd::netstat
