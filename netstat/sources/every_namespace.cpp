#include "netstat/sources/every_namespace.h"

#include <algorithm>
#include <optional>

#include "common/sys/netns.h"
#include "netstat/sources/diag.h"

namespace nd::netstat {
namespace {

constexpr int kAttempts = 3;

// EINVAL: a file that is no namespace, the name of one that is gone.
bool has_vanished(const Error& error) { return error.code == ENOENT || error.code == ESRCH || error.code == EINVAL; }

void tell(bool tells, const std::string& object, const Error& error) {
  if (!tells || has_vanished(error)) return;
  Error told = error;
  told.object = object;
  if (told.code == EPERM) told.remedy = "root may look into it";
  complain(kTool, told.message());
}

// The folder of the process that shows the namespace. Its number may be another's by now, in another namespace: it is
// looked at again behind the folder that is held.
Result<ProcRoot> folder_of(const NetworkNamespace& where) {
  auto folder = ProcRoot::open(where.net);
  if (!folder) return folder;
  const auto link = folder->link("ns/net");
  if (!link) return tl::unexpected(link.error());
  if (*link != "net:[" + std::to_string(where.inode) + "]") return system_failure(ESRCH, "open", where.net);
  return folder;
}

// The same namespace by whoever shows it now.
std::optional<NetworkNamespace> found_again(const Report& report, const NetworkNamespace& where) {
  auto now = list_namespaces(report.processes);
  if (!now) return std::nullopt;
  const auto same = std::find_if(now->begin(), now->end(), [&](const auto& each) { return each.inode == where.inode; });
  return same == now->end() ? std::nullopt : std::optional(std::move(*same));
}

}  // namespace

bool process_ended(const Report& report) {
  return !report.diag_namespace.empty() && report.proc.path() != report.processes.path() && !report.proc.link("ns/net");
}

void report_namespace(const Report& report, const NetworkNamespace& listed, bool tells,
                      const std::function<void(const Report&)>& f) {
  const std::string object = "network namespace " + listed.name;
  NetworkNamespace where = listed;
  std::optional<ProcRoot> shown;  // by a process
  for (int attempt = 0; !where.net.empty() && !shown; ++attempt) {
    auto folder = folder_of(where);
    if (folder) {
      shown.emplace(*std::move(folder));
    } else if (auto again =
                   has_vanished(folder.error()) && attempt < kAttempts ? found_again(report, where) : std::nullopt) {
      where = *std::move(again);
    } else {
      return tell(tells, object, folder.error());
    }
  }
  std::optional<InNamespace> inside;
  if (!shown) {
    auto entered = InNamespace::enter(where.file);
    if (!entered) return tell(tells, object, entered.error());
    inside.emplace(*std::move(entered));
    auto folder = ProcRoot::open("/proc/self");
    if (!folder) return tell(tells, object, folder.error());
    shown.emplace(*std::move(folder));
  }
  Report there{report.options, *shown, report.processes, report.names, report.out};
  if (!inside && !where.is_ours) there.diag_namespace = where.file;
  if (tells && report.options.tcp_info && !open_diag(there)) {
    complain(kTool, object + ": what TCP knows is missing (root may look into it)");
  }
  f(there);
}

}  // namespace nd::netstat
