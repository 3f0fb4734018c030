#include "netstat/sources/every_namespace.h"

#include <optional>

#include "common/sys/netns.h"
#include "netstat/sources/diag.h"

namespace nd::netstat {

void report_namespace(const Report& report, const NetworkNamespace& where, bool tells,
                      const std::function<void(const Report&)>& f) {
  const std::string object = "network namespace " + where.name;
  std::optional<InNamespace> inside;
  if (where.net.empty()) {  // no process shows it
    auto entered = InNamespace::enter(where.file);
    if (!entered) {
      if (tells) complain(kTool, object + ": Operation not permitted (root may look into it)");
      return;
    }
    inside.emplace(*std::move(entered));
  }
  const auto folder = ProcRoot::open(inside ? "/proc/self" : where.net);
  if (!folder) return;
  Report there{report.options, *folder, report.processes, report.names, report.out};
  if (!inside && !where.is_ours) there.diag_namespace = where.file;
  if (tells && report.options.tcp_info && !open_diag(there)) {
    complain(kTool, object + ": what TCP knows is missing (root may look into it)");
  }
  f(there);
}

}  // namespace nd::netstat
