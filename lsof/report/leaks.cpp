// --leaks: descriptors that grow in number. Each round counts a process's descriptors by kind; the last one reports
// those of which there were never fewer than before and are more than at first.
#include <algorithm>

#include "common/base/sort.h"
#include "lsof/kind_names.h"
#include "lsof/options.h"
#include "lsof/report/overview.h"

namespace nd::lsof {
namespace {

struct Leak {
  std::int32_t pid = 0;
  std::string kind, user;  // raw
  DescriptorCount count;
  std::uint64_t growth() const { return count.last - count.first; }
};

constexpr Column<Leak> kColumns[] = {
    {"growth", "GROWTH", Align::kRight, [](const Leak& l) { return Cell{l.growth()}; }, ""},
    {"first", "FIRST", Align::kRight, [](const Leak& l) { return Cell{l.count.first}; }, ""},
    {"last", "LAST", Align::kRight, [](const Leak& l) { return Cell{l.count.last}; }, ""},
    {"rises", "RISES", Align::kRight, [](const Leak& l) { return Cell{l.count.rises}; }, ""},
    {"samples", "SAMPLES", Align::kRight, [](const Leak& l) { return Cell{l.count.samples}; }, ""},
    {"pid", "PID", Align::kRight, [](const Leak& l) { return Cell{std::int64_t{l.pid}}; }, ""},
    {"user", "USER", Align::kLeft, [](const Leak& l) { return Cell{l.user}; }, ""},
    {"kind", "KIND", Align::kLeft, [](const Leak& l) { return Cell{l.kind}; }, ""},
    {"command", "COMMAND", Align::kLeft, [](const Leak& l) { return Cell{l.count.command}; }, ""},
};

// Kernel objects of no known kind go by the kernel's name.
std::string kind_of(const OpenFile& file) { return std::string(file.kind == kind::kAnonInode ? file.name : file.kind); }

class Leaks final : public Overview {
 public:
  explicit Leaks(const OverviewContext& context) : context_(context) { ++context_.rounds.samples; }

  void add(Process&& process) override {
    if (process.tid != 0) return;
    Rounds& rounds = context_.rounds;
    rounds.first_samples.try_emplace({process.pid, process.start_time}, rounds.samples);
    std::map<std::string, std::uint64_t> now;
    for (const OpenFile& file : process.files) {
      if (file.fd.kind == FdName::kNumber) ++now[kind_of(file)];
    }
    for (const auto& [kind, number] : now) note(process, kind, number);
  }

  Result<int> print() override {
    if (!context_.rounds.last) return 0;
    std::vector<Leak> leaks;
    for (const auto& [key, count] : context_.rounds.counts) {
      if (count.last_sample != context_.rounds.samples) continue;  // all of them are closed, or the process is gone
      if (count.has_fallen || count.last <= count.first) continue;
      leaks.push_back({std::get<0>(key), std::get<2>(key), context_.names.user(count.uid), count});
    }
    sort_by(leaks, [](const Leak& a, const Leak& b) { return a.growth() > b.growth(); });
    put_rows<Leak>(context_, "descriptor_leak", kColumns, leaks, context_.options.output == Output::kJson);
    return 0;
  }

 private:
  void note(const Process& process, const std::string& kind, std::uint64_t number) {
    DescriptorCount& count = context_.rounds.counts[{process.pid, process.start_time, kind}];
    const std::uint64_t sample = context_.rounds.samples;
    const std::uint64_t first_sample = context_.rounds.first_samples[{process.pid, process.start_time}];
    if (count.samples == 0) {
      count.command = shown_command(process.command, context_.options);
      count.uid = process.uid;
      count.first = first_sample == sample ? number : 0;  // there were none of that kind before
      count.rises = first_sample == sample ? 0 : 1;
      count.samples = sample - first_sample;
    } else {
      if (count.last_sample + 1 != sample) count.has_fallen = true;  // there were none meanwhile
      if (number > count.last) ++count.rises;
      if (number < count.last) count.has_fallen = true;
    }
    count.last = number;
    count.last_sample = sample;
    ++count.samples;
  }

  OverviewContext context_;
};

}  // namespace

std::unique_ptr<Overview> make_leaks(const OverviewContext& context) { return std::make_unique<Leaks>(context); }

}  // namespace nd::lsof
