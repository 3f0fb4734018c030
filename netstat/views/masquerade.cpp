// netstat -M. No kernel since 2.4 lists masqueraded connections where netstat looks for them; what replaced it is
// connection tracking, so that is said.
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

bool is_wanted(const Options& options, const Selection&) { return options.masquerade; }

Result<int> refuse(Report&) { return tell_unsupported("ip_masquerade"); }

}  // namespace

const View kMasqueradeView{"masquerade", is_wanted, refuse, refuse, nullptr};

}  // namespace nd::netstat
