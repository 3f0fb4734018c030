// netstat -s: counters in sentences where netstat has one, by name (and only if not zero) where it has not, so that a
// new kernel's counters appear without new code.
#include <cmath>

#include "common/base/escape.h"
#include "common/parse/proc_net_counters.h"
#include "netstat/report_columns.h"
#include "netstat/views/registry.h"
#include "netstat/views/statistics_sentences.h"

namespace nd::netstat {
namespace {

// One counter, and the group it stands in.
struct ListedCounter {
  std::string_view group;
  Counter counter;
};
using CounterColumn = Column<ListedCounter>;
constexpr CounterColumn kCounterColumns[] = {
    {"group", "Group", Align::kLeft, [](const ListedCounter& c) { return Cell{std::string(c.group)}; },
     "The protocol, as the kernel calls its counters"},
    {"name", "Name", Align::kLeft, [](const ListedCounter& c) { return Cell{c.counter.name}; }, "The counter"},
    {"value", "Value", Align::kRight,
     [](const ListedCounter& c) {
       return c.counter.negative ? Cell{static_cast<std::int64_t>(c.counter.value)} : Cell{c.counter.value};
     },
     "Since the network namespace began"},
};
constexpr std::span<const CounterColumn> kColumns(kCounterColumns);

// The layout goes by what came last: an ICMP histogram stays open, and indents what follows it, until a counter with a
// sentence of its own comes, or a group that is not shown.
class StatisticsPrinter {
 public:
  explicit StatisticsPrinter(TextBuffer& out) : out_(out) {}

  void group(const CounterGroup& group) {
    append_escaped(out_, group.name);
    out_.put(":\n");
    for (const Counter& each : group.counters) counter(group.name, each);
  }
  void hidden_group() { section_ = Section::kPlain; }

 private:
  enum class Section : std::uint8_t { kPlain, kReceived, kSent };

  void counter(std::string_view group, const Counter& counter) {
    const Sentence* sentence = find_sentence(group, counter.name);
    if (sentence == nullptr) {
      if (counter.value != 0) by_name(counter);
    } else if (sentence->show != Show::kNever) {
      by_sentence(*sentence, counter.value);
    }
  }

  std::size_t indent() const { return section_ == Section::kPlain ? 4 : 8; }

  void by_name(const Counter& counter) {
    out_.fill(indent());
    append_escaped(out_, counter.name);
    out_.put(": ").dec(counter.value).put('\n');
  }

  void by_sentence(const Sentence& sentence, std::uint64_t value) {
    const bool is_histogram = sentence.show == Show::kReceived || sentence.show == Show::kSent;
    if (is_histogram) open_histogram(sentence.show == Show::kReceived ? Section::kReceived : Section::kSent);
    if (!is_histogram) section_ = Section::kPlain;
    if (value == 0 && sentence.show != Show::kAlways) return;
    const std::size_t place = sentence.text.find('%');
    out_.fill(indent()).put(sentence.text.substr(0, place)).dec(value);
    out_.put(sentence.text.substr(place + 1)).put('\n');
  }

  void open_histogram(Section section) {
    if (section_ == section) return;
    out_.fill(indent()).put(section == Section::kReceived ? "ICMP input histogram:\n" : "ICMP output histogram:\n");
    section_ = section;
  }

  TextBuffer& out_;
  Section section_ = Section::kPlain;
};

// snmp6 has one long list; a counter's group is the beginning of its name, up to the '6'.
std::vector<CounterGroup> groups_by_prefix(const CounterGroup& list) {
  std::vector<CounterGroup> groups;
  for (const Counter& counter : list.counters) {
    const std::string prefix = counter.name.substr(0, counter.name.find('6') + 1);
    if (groups.empty() || groups.back().name != prefix) groups.push_back({prefix, {}});
    groups.back().counters.push_back(counter);
  }
  return groups;
}

bool is_shown(std::string_view group, const Options& options) {
  const bool any = options.tcp || options.sctp || options.udp || options.udplite || options.raw;
  switch (protocol_of(group)) {
    case Protocol::kIp:
      return options.raw || !any;
    case Protocol::kTcp:
      return options.tcp || !any;
    case Protocol::kUdp:
      return options.udp || !any;
    case Protocol::kSctp:
      return options.sctp || !any;
    case Protocol::kOther:
      return true;
  }
  return true;
}

using Groups = std::vector<CounterGroup>;

void append(Groups& groups, Groups more) {
  groups.insert(groups.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Result<Groups> read_ipv4_groups(const Report& report) {
  const auto snmp = report.proc.read("net/snmp");
  if (!snmp) return tl::unexpected(snmp.error());
  Groups groups = parse_counter_pairs(*snmp);
  const auto netstat = read_table(report, "net/netstat");
  if (!netstat) return tl::unexpected(netstat.error());
  append(groups, parse_counter_pairs(*netstat));
  const auto sctp = read_table(report, "net/sctp/snmp");
  if (sctp && !sctp->empty()) {
    groups.push_back(parse_counter_list(*sctp));
    groups.back().name = "Sctp";
  }
  return groups;
}

// IPv6 has no TCP counters of its own.
Result<Groups> read_ipv6_groups(const Report& report) {
  const auto snmp6 = report.proc.read("net/snmp6");
  if (!snmp6) return tl::unexpected(snmp6.error());
  Groups groups = groups_by_prefix(parse_counter_list(*snmp6));
  const auto snmp = read_table(report, "net/snmp");
  if (!snmp) return tl::unexpected(snmp.error());
  const Groups ipv4 = parse_counter_pairs(*snmp);
  if (const CounterGroup* tcp = find_group(ipv4, "Tcp")) groups.push_back(*tcp);
  return groups;
}

// All groups of the family, or the exit status when the families that were named have no counters.
tl::expected<Groups, int> read_groups(const Report& report) {
  std::string family;
  for (const std::string& name : report.options.families) family += (family.empty() ? "" : ",") + name;
  if (!family.empty() && family != "inet" && family != "inet6") {
    const std::string text = "No statistics support for specified address family: " + family;
    if (report.options.json) {
      complain(kTool, text);
    } else {  // netstat tells it there
      report.out.text().put("netstat: ").put(text).put('\n');
    }
    return tl::unexpected(1);
  }
  auto groups = family == "inet6" ? read_ipv6_groups(report) : read_ipv4_groups(report);
  if (!groups) {
    complain(kTool, groups.error().message());
    return tl::unexpected(1);
  }
  return *std::move(groups);
}

// Rates, rounded up, in place of the counters; of those that did not move none when only changes are shown. Gauges stay
// as they are.
CounterGroup with_rates(Watch& watch, const CounterGroup& group) {
  CounterGroup rates{group.name, {}};
  for (Counter counter : group.counters) {
    const std::string key = group.name + " " + counter.name;
    if (is_gauge(group.name, counter.name)) {
      if (watch.has_changed(key, counter.value) || watch.shows_all()) rates.counters.push_back(std::move(counter));
      continue;
    }
    const auto rate = watch.rate(key, counter.value);
    if (!watch.is_first()) counter.value = static_cast<std::uint64_t>(std::ceil(rate.value_or(0)));
    if (watch.shows_all() || counter.value > 0) rates.counters.push_back(std::move(counter));
  }
  return rates;
}

std::string key_of(const ListedCounter& listed) { return std::string(listed.group) + " " + listed.counter.name; }

// Whether it moved. A gauge has no rate.
bool print_rate(JsonWriter& json, Watch& watch, const ListedCounter& listed) {
  const std::string key = key_of(listed);
  if (is_gauge(listed.group, listed.counter.name)) {
    json.null_field("rate");
    return watch.has_changed(key, listed.counter.value);
  }
  const auto rate = watch.rate(key, listed.counter.value);
  rate ? json.field("rate", *rate) : json.null_field("rate");
  return rate.value_or(0) > 0;
}

bool is_wanted(const Options& options, const Selection&) { return options.statistics; }

// The counters that are shown, in the order of --sort.
std::vector<ListedCounter> list_counters(const Report& report, const Groups& groups) {
  std::vector<ListedCounter> list;
  for (const CounterGroup& group : groups) {
    if (!is_shown(group.name, report.options)) continue;
    for (const Counter& counter : group.counters) list.push_back({group.name, counter});
  }
  sort_rows(list, kColumns, report.options, std::identity());
  return list;
}

Groups in_this_round(const Report& report, Groups groups) {
  if (report.watch == nullptr) return groups;
  for (CounterGroup& group : groups) group = with_rates(*report.watch, group);
  std::erase_if(groups, [](const CounterGroup& group) { return group.counters.empty(); });  // nothing changed
  return groups;
}

void print_table(Report& report, const Groups& groups) {
  ColumnTable<ListedCounter> table(choose_columns(kColumns, report.options));
  for (const ListedCounter& listed : list_counters(report, groups)) table.add(listed);
  report.put_table(table);
}

// Sentences stand in the order of the kernel's groups: where another one is asked for, there is a table.
Result<int> print(Report& report) {
  const auto read = read_groups(report);
  if (!read) return read.error();
  if (report.watch != nullptr && !report.watch->is_first()) report.out.text().put("Per second:\n");
  const Groups groups = in_this_round(report, *read);
  if (!report.options.columns.empty() || !report.options.sort.empty()) {
    print_table(report, groups);
    return 0;
  }
  StatisticsPrinter printer(report.out.text());
  for (const CounterGroup& group : groups) {
    is_shown(group.name, report.options) ? printer.group(group) : printer.hidden_group();
  }
  return 0;
}

Result<int> print_json(Report& report) {
  const auto groups = read_groups(report);
  if (!groups) return groups.error();
  const auto columns = choose_columns(kColumns, report.options);
  JsonWriter json(report.out.text());
  for (const ListedCounter& listed : list_counters(report, *groups)) {
    const std::size_t start = report.out.text().size();
    json.begin_line("counter");
    for (const CounterColumn* column : columns) json_cell(json, column->id, column->cell(listed));
    bool moved = false;
    if (report.watch != nullptr) moved = print_rate(json, *report.watch, listed);
    json.end_line();
    report.end_row(start, key_of(listed), moved);
  }
  return 0;
}

}  // namespace

const View kStatisticsView{"statistics", is_wanted, print, print_json, [] { return names_of(kColumns); }};

}  // namespace nd::netstat
