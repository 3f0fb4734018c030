#include "netstat/run.h"

#include <unistd.h>

#include <map>

#include "common/sys/event_loop.h"
#include "common/sys/netns.h"
#include "common/sys/terminal.h"
#include "common/sys/timer.h"
#include "netstat/report.h"
#include "netstat/views/registry.h"

namespace nd::netstat {
namespace {

// What one report was in the last round, with --watch.
using Watches = std::map<const View*, Watch>;

Result<int> run_view(const View& view, Report& report, Watches& watches, double seconds, Screen* screen) {
  if (report.options.watch) {
    report.watch = &watches.try_emplace(&view, report.options.json, report.options.changed).first->second;
    report.watch->begin_round(seconds, report.out.text().size(), screen);
  }
  auto status = report.options.json ? view.print_json(report) : view.print(report);
  if (report.watch != nullptr) report.watch->end_round(report.out.text());
  report.watch = nullptr;
  const Status written = report.out.flush();
  if (status && !written) return tl::unexpected(written.error());
  return status;
}

// Every view that is wanted, until one ends with a status.
Result<int> run_once(Report& report, Watches& watches, double seconds, Screen* screen = nullptr) {
  const Selection chosen = select(report.options);
  for (const View* view : views()) {
    if (!view->is_wanted(report.options, chosen)) continue;
    auto status = run_view(*view, report, watches, seconds, screen);
    if (!status || *status != 0 || stands_alone(*view)) return status;
  }
  return 0;
}

// Rounds of --watch: a screen that is drawn anew on a terminal, blocks with an empty line between them elsewhere. -c
// has neither, as with netstat.
class Rounds {
 public:
  explicit Rounds(Report& report) : report_(report), redraw_(report.options.watch && ::isatty(1) == 1) {}

  Result<int> next() {
    const MonotonicTime now = monotonic_now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    if (report_.options.watch && !report_.options.json) {
      report_.out.text().put(redraw_ ? "\x1b[H\x1b[2J" : is_first_ ? "" : "\n");
    }
    is_first_ = false;
    const TerminalSize terminal = terminal_size();
    const bool fits_screen = redraw_ && !report_.options.json && terminal.lines > 1;
    Screen screen{terminal.columns, fits_screen ? terminal.lines - 1 : 0};  // the cursor stands on the last
    auto status = run_once(report_, watches_, seconds, fits_screen ? &screen : nullptr);
    // What is wrong is what --health is there to tell: it goes on.
    if (status && *status == 1 && report_.options.health) status = 0;
    return status;
  }

 private:
  Report& report_;
  Watches watches_;
  MonotonicTime last_;
  bool redraw_;
  bool is_first_ = true;
};

// -c and --watch: again and again, so many seconds after the last round ended, for ever.
Result<int> run_rounds(Report& report) {
  auto loop = EventLoop::create();
  if (!loop) return tl::unexpected(loop.error());
  auto timer = Timer::create();
  if (!timer) return tl::unexpected(timer.error());
  const std::chrono::duration<double> interval(report.options.watch.value_or(1.0));
  Rounds rounds(report);
  Result<int> status = 0;
  const Status added = loop->add(timer->fd(), EPOLLIN, [&](std::uint32_t) {
    timer->drain();
    status = rounds.next();
    if (!status || *status != 0) loop->stop();
    static_cast<void>(timer->set(monotonic_now() + std::chrono::duration_cast<std::chrono::nanoseconds>(interval)));
    return Drain::kEmpty;
  });
  if (!added) return tl::unexpected(added.error());
  if (const Status set = timer->set(monotonic_now()); !set) return tl::unexpected(set.error());
  if (const Status ran = loop->run(); !ran) return tl::unexpected(ran.error());
  return status;
}

// Where "net/tcp" lies: a process's folder shows its namespace without privilege; a name or a file must be entered.
Result<ProcRoot> tables_of(const Options& options, const ProcRoot& proc) {
  const std::string& where = options.network_namespace;
  if (where.empty() || options.all_namespaces()) return ProcRoot::open(options.proc);
  const bool asks_kernel =
      options.source == Source::kDiag || options.tcp_info || options.interfaces || options.health || options.peers;
  if (names_process(where) && !asks_kernel) return proc.subdirectory(where.c_str());
  if (const Status entered = enter_network_namespace(where); !entered) return tl::unexpected(entered.error());
  return ProcRoot::open(options.proc);
}

Result<int> refuse_context() {
  static_cast<void>(write_all(2, "mynetstat: SELinux is not enabled on this machine.\n", "standard error"));
  return 1;
}

}  // namespace

Result<int> run(const Options& options) {
  if (options.context && ::access("/sys/fs/selinux/enforce", F_OK) != 0) return refuse_context();
  const auto proc = ProcRoot::open(options.proc);
  if (!proc) return tl::unexpected(proc.error());
  const auto net = tables_of(options, *proc);
  if (!net) return tl::unexpected(net.error());
  Names names(options);
  OutputBuffer out;
  Report report{options, *net, *proc, names, out};
  if (net->path() != proc->path()) report.diag_namespace = options.network_namespace;
  if (options.continuous || options.watch) return run_rounds(report);
  Watches none;
  auto status = run_once(report, none, 0);
  if (status && *status == 0 && options.fail_if_none && report.shown == 0) return 1;
  return status;
}

}  // namespace nd::netstat
