// --netns all: a report of each network namespace in turn.
#pragma once

#include <functional>

#include "common/index/network_namespaces.h"
#include "netstat/report.h"

namespace nd::netstat {

// Calls `f` with a report whose tables are those of `where`. One that we may not enter, or whose last process ended
// meanwhile, is passed over; `tells` says whether to complain of what is missing.
void report_namespace(const Report& report, const NetworkNamespace& where, bool tells,
                      const std::function<void(const Report&)>& f);

}  // namespace nd::netstat
