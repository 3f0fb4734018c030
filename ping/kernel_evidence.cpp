#include "ping/kernel_evidence.h"

#include "common/parse/proc_net_counters.h"

namespace nd::ping {
namespace {

std::optional<ProcFile> hold(const char* folder, const char* file) {
  const auto root = ProcRoot::open(folder);
  if (!root) return std::nullopt;
  auto held = root->hold(file);
  return held ? std::optional(std::move(*held)) : std::nullopt;
}

}  // namespace

KernelEvidence KernelEvidence::open(Family family) {
  KernelEvidence made;
  if (auto netlink = RtNetlink::open()) made.netlink_ = std::move(*netlink);
  const bool v4 = family == Family::kIpv4;
  if (v4) made.counters_ = hold("/proc/net", "netstat");
  made.ignore_echo_ = hold("/proc/sys/net", v4 ? "ipv4/icmp_echo_ignore_all" : "ipv6/icmp/echo_ignore_all");
  return made;
}

std::uint64_t KernelEvidence::reverse_path_drops() const {
  const auto text = counters_ ? counters_->read() : Result<std::string>();
  if (!text) return 0;
  const auto groups = parse_counter_pairs(*text);
  const CounterGroup* tcp = find_group(groups, "TcpExt");
  return tcp == nullptr ? 0 : tcp->value("IPReversePathFilter");
}

bool KernelEvidence::ignores_echo() const {
  const auto value = ignore_echo_ ? ignore_echo_->read() : Result<std::string>();
  return value && value->starts_with('1');
}

}  // namespace nd::ping
