// --top: processes by how much of their limit on open files (RLIMIT_NOFILE) they use.
#include <algorithm>
#include <tuple>

#include "common/base/sort.h"
#include "common/parse/proc_pid_limits.h"
#include "lsof/again.h"
#include "lsof/options.h"
#include "lsof/report/overview.h"

namespace nd::lsof {
namespace {

struct Usage {
  std::int32_t pid = 0;
  std::uint32_t uid = 0;
  std::string user = {}, command = {};  // raw
  std::uint64_t open = 0;
  ResourceLimit limit = {};

  // Of the soft limit, in hundredths; an unlimited process uses nothing of it.
  double percent() const {
    if (!limit.soft) return 0;
    return *limit.soft == 0 ? 100 : 100 * static_cast<double>(open) / static_cast<double>(*limit.soft);
  }
};

double rounded(double percent) { return static_cast<double>(static_cast<std::int64_t>(percent * 10 + 0.5)) / 10; }

constexpr Column<Usage> kColumns[] = {
    {"open_files", "OPEN", Align::kRight, [](const Usage& u) { return Cell{u.open}; }, ""},
    {"soft_limit", "LIMIT", Align::kRight, [](const Usage& u) { return u.limit.soft ? Cell{*u.limit.soft} : Cell{}; },
     ""},
    {"hard_limit", "HARD", Align::kRight, [](const Usage& u) { return u.limit.hard ? Cell{*u.limit.hard} : Cell{}; },
     ""},
    {"used_percent", "USED%", Align::kRight, [](const Usage& u) { return Cell{rounded(u.percent())}; }, ""},
    {"pid", "PID", Align::kRight, [](const Usage& u) { return Cell{std::int64_t{u.pid}}; }, ""},
    {"user", "USER", Align::kLeft, [](const Usage& u) { return Cell{u.user}; }, ""},
    {"command", "COMMAND", Align::kLeft, [](const Usage& u) { return Cell{u.command}; }, ""},
};

class Top final : public Overview {
 public:
  explicit Top(const OverviewContext& context) : context_(context) {}

  void add(Process&& process) override {
    if (process.tid != 0) return;
    Usage usage{.pid = process.pid, .uid = process.uid, .command = shown_command(process.command, context_.options)};
    for (const OpenFile& file : process.files) {
      if (file.fd.kind == FdName::kNumber) ++usage.open;
    }
    if (usage.open == 0) return;
    const auto held = hold_again(context_.proc, process);
    const auto text = held ? held->directory().read("limits") : Result<std::string>(tl::unexpected(held.error()));
    const auto limit = text ? parse_limit(*text, "Max open files") : std::nullopt;
    if (!limit) return;  // it ended meanwhile
    usage.limit = *limit;
    usage.user = context_.names.user(process.uid);
    rows_.push_back(std::move(usage));
  }

  Result<int> print() override {
    sort_by(rows_, [](const Usage& a, const Usage& b) {
      return std::tuple(b.percent(), b.open) < std::tuple(a.percent(), a.open);
    });
    put_rows<Usage>(context_, "open_file_limit", kColumns, rows_, context_.options.output == Output::kJson);
    return 0;
  }

 private:
  OverviewContext context_;
  std::vector<Usage> rows_;
};

}  // namespace

std::unique_ptr<Overview> make_top(const OverviewContext& context) { return std::make_unique<Top>(context); }

}  // namespace nd::lsof
