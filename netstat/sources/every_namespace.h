// --netns all: a report of each network namespace in turn.
#pragma once

#include <functional>

#include "common/index/network_namespaces.h"
#include "netstat/report.h"

namespace nd::netstat {

// Calls `f` with a report whose tables are those of `listed`. One that is gone meanwhile is passed over in silence, one
// that cannot be read or entered too if `tells` does not say to complain of what is missing.
void report_namespace(const Report& report, const NetworkNamespace& listed, bool tells,
                      const std::function<void(const Report&)>& f);

// Whether the tables are those of a process in another namespace which has ended: then they are missing, but not
// because the kernel has none.
bool process_ended(const Report& report);

}  // namespace nd::netstat
