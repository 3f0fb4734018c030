// --health: a sentence for each thing that is wrong, nothing when all is well. The counters are the kernel's since
// the network namespace began.
#include "netstat/health.h"

#include "common/base/field_reader.h"
#include "common/base/number.h"
#include "common/parse/proc_net_counters.h"
#include "netstat/sources/socket_list.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

std::uint64_t number_in(const ProcRoot& proc, const char* file) {
  const auto text = proc.read(file);
  if (!text) return 0;
  return parse_number<std::uint64_t>(std::string_view(*text).substr(0, text->find('\n'))).value_or(0);
}

std::vector<CounterGroup> all_counters(const Report& report) {
  std::vector<CounterGroup> groups;
  for (const char* file : {"net/snmp", "net/netstat"}) {
    if (const auto text = report.proc.read(file)) {
      for (CounterGroup& group : parse_counter_pairs(*text)) groups.push_back(std::move(group));
    }
  }
  if (const auto text = report.proc.read("net/snmp6")) {
    CounterGroup udp6{"Udp6", {}};
    for (Counter& counter : parse_counter_list(*text).counters) {
      if (counter.name.starts_with("Udp6")) udp6.counters.push_back({counter.name.substr(4), counter.value, false});
    }
    groups.push_back(std::move(udp6));
  }
  return groups;
}

void read_port_range(const ProcRoot& proc, HealthInput& input) {
  const auto text = proc.read("sys/net/ipv4/ip_local_port_range");
  if (!text) return;
  FieldReader in(std::string_view(*text).substr(0, text->find('\n')));
  const auto first = in.dec<std::uint16_t>();
  const auto last = in.dec<std::uint16_t>();
  if (!in.ok() || last < first) return;
  input.first_port = first;
  input.last_port = last;
}

// Packets dropped before they belonged to a namespace: a figure of the whole machine, for its first namespace to tell.
// That is the one which has the limit.
bool tells_of_the_machine(const Report& report) {
  return !report.is_live() || report.processes.read("sys/net/core/netdev_max_backlog").has_value();
}

Result<std::vector<Finding>> examine(Report& report) {
  Options options = report.options;
  options.all = options.programs = options.tcp = options.udp = true;
  options.tcp_info = report.is_live();  // only sock_diag tells a listener's limit
  options.numeric_hosts = true;
  options.families.clear();
  Report wide{options, report.proc, report.processes, report.names, report.out};
  auto list = gather_sockets(wide);
  if (!list) return tl::unexpected(list.error());
  HealthInput input;
  input.counters = all_counters(report);
  if (const auto text = report.proc.read("net/softnet_stat"); text && tells_of_the_machine(report)) {
    input.softnet = parse_hex_rows(*text);
  }
  input.conntrack_count = number_in(report.processes, "sys/net/netfilter/nf_conntrack_count");
  input.conntrack_max = number_in(report.processes, "sys/net/netfilter/nf_conntrack_max");
  read_port_range(report.processes, input);
  input.sockets = std::move(list->sockets);
  return diagnose(input);
}

bool is_wanted(const Options& options, const Selection&) { return options.health; }

Result<int> print(Report& report) {
  const auto findings = examine(report);
  if (!findings) return tl::unexpected(findings.error());
  TextBuffer& out = report.out.text();
  for (const Finding& finding : *findings) {
    const std::size_t start = out.size();
    out.put(finding.check).put(": ");
    append_escaped(out, finding.text);
    out.put(" [").put(finding.counter).put(" = ").dec(finding.value).put("]\n");
    report.end_row(start, std::string(finding.check));
  }
  return findings->empty() ? 0 : 1;
}

Result<int> print_json(Report& report) {
  const auto findings = examine(report);
  if (!findings) return tl::unexpected(findings.error());
  JsonWriter json(report.out.text());
  for (const Finding& finding : *findings) {
    const std::size_t start = report.out.text().size();
    json.begin_line("finding");
    json.field("check", finding.check);
    json.foreign_field("text", finding.text);
    json.field("counter", std::string_view(finding.counter));
    json.field("value", finding.value);
    json.end_line();
    report.end_row(start, std::string(finding.check));
  }
  return findings->empty() ? 0 : 1;
}

}  // namespace

const View kHealthView{"health", is_wanted, print, print_json, nullptr};

}  // namespace nd::netstat
