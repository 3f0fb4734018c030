#include "lsof/repeat.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>

#include "common/sys/event_loop.h"
#include "common/sys/output.h"
#include "common/sys/signals.h"
#include "common/sys/terminal.h"
#include "common/sys/timer.h"
#include "lsof/run.h"

namespace nd::lsof {
namespace {

constexpr double kMostSamples = 10;  // of --leaks, after the first

std::string marker_text(const Repetition& repeat, bool fields, bool nul) {
  const std::string end = nul ? std::string("\0\n", 2) : "\n";
  if (repeat.marker.empty()) return (fields ? "m" : "=======") + end;
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  char text[512];
  const std::size_t size = std::strftime(text, sizeof text, repeat.marker.c_str(), &local);
  return (fields ? "m" : "") + std::string(text, size) + end;
}

// Rounds until something ends them: -r and +r, --watch, --leaks.
class Repeater {
 public:
  Repeater(const RawOptions& raw, const Options& options)
      : raw_(raw), watch_(options.watch), leaks_(options.report == Report::kLeaks ? options.leaks : 0) {
    pause_ = options.repeat.pause;
    if (watch_) pause_ = *watch_;
    if (leaks_ > 0) {
      const auto samples = std::clamp(static_cast<double>(static_cast<int>(leaks_)), 1.0, kMostSamples);
      samples_ = static_cast<std::uint64_t>(samples);
      pause_ = std::chrono::duration<double>(leaks_ / samples);
    }
    rounds_.last = false;
    redraws_ = watch_ && ::isatty(1) == 1 && options.output != Output::kJson;
    if (watch_) rounds_.watch.emplace(options.output == Output::kJson, false);
  }

  Result<int> run() {
    auto loop = EventLoop::create();
    auto timer = Timer::create();
    // A signal comes between two rounds.
    auto signals = SignalSource::create({SIGINT, SIGTERM, SIGHUP});
    if (!loop) return tl::unexpected(loop.error());
    if (!timer) return tl::unexpected(timer.error());
    if (!signals) return tl::unexpected(signals.error());
    Status added = loop->add(timer->fd(), EPOLLIN, [&](std::uint32_t) {
      timer->drain();
      if (!next()) loop->stop();
      const auto pause = std::chrono::duration_cast<std::chrono::nanoseconds>(pause_);
      static_cast<void>(timer->set(monotonic_now() + pause));
      return Drain::kEmpty;
    });
    if (added) {
      added = loop->add(signals->fd(), EPOLLIN, [&](std::uint32_t) {
        while (const auto signal = signals->next()) end_by(*signal, *loop);
        return Drain::kEmpty;
      });
    }
    if (added) added = timer->set(monotonic_now());
    if (added) added = loop->run();
    if (!added) return tl::unexpected(added.error());
    return status_;
  }

 private:
  // One round; false when it was the last.
  bool next() {
    const MonotonicTime now = monotonic_now();
    rounds_.seconds = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    ++done_;
    if (leaks_ > 0) rounds_.last = done_ > samples_;
    status_ = once();
    return status_.has_value() && !over_;
  }

  Result<int> once() {
    auto options = interpret(raw_);  // anew each time: users, hosts and services may change, and a run uses it up
    if (!options) return tl::unexpected(options.error());
    const Repetition repeat = options->repeat;
    const bool fields = options->output == Output::kFields;
    const bool json = options->output == Output::kJson;
    const bool lsof_json = options->output == Output::kLsofJson || options->output == Output::kLsofJsonLines;
    const bool nul = fields && options->fields.nul;
    if (Status written = begin_block(json); !written) return tl::unexpected(written.error());
    const auto outcome = lsof::run(std::move(*options), rounds_);
    if (!outcome) return tl::unexpected(outcome.error());
    if (leaks_ > 0) over_ = rounds_.last;
    if (leaks_ > 0 || watch_) return outcome->status;
    ever_listed_ = ever_listed_ || outcome->listed;
    over_ = repeat.while_found && !outcome->listed;
    if (over_) return ever_listed_ ? 0 : 1;
    // JSON Lines have no place for a marker.
    const std::string marker = json || lsof_json ? std::string() : marker_text(repeat, fields, nul);
    if (Status written = write_all(1, marker, "standard output"); !written) return tl::unexpected(written.error());
    over_ = repeat.times != 0 && done_ >= repeat.times;
    return outcome->status;
  }

  // --watch: a screen that is drawn anew on a terminal, blocks with an empty line between them elsewhere.
  Status begin_block(bool json) {
    if (!watch_ || json) return {};
    const TerminalSize terminal = terminal_size();
    const std::size_t below = rounds_.line_below ? 2 : 1;  // the cursor stands on the last
    screen_ = {terminal.columns, terminal.lines > below ? terminal.lines - below : 0};
    rounds_.screen = redraws_ && terminal.lines > 1 ? &screen_ : nullptr;
    return write_all(1, redraws_ ? "\x1b[H\x1b[2J" : done_ > 1 ? "\n" : "", "standard output");
  }

  // --leaks ends with what it knows; the others as if the signal had not been waited for.
  void end_by(int signal, EventLoop& loop) {
    if (leaks_ > 0) {
      samples_ = 0;
      static_cast<void>(next());
      return loop.stop();
    }
    static_cast<void>(std::signal(signal, SIG_DFL));
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, signal);
    static_cast<void>(::raise(signal));  // blocked: it waits for the next line
    ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
  }

  const RawOptions& raw_;
  std::optional<std::chrono::duration<double>> watch_;
  double leaks_;
  std::chrono::duration<double> pause_{};
  std::uint64_t samples_ = 0;
  Rounds rounds_;
  Screen screen_;
  bool redraws_ = false;
  MonotonicTime last_;
  std::uint64_t done_ = 0;
  bool ever_listed_ = false;
  bool over_ = false;
  Result<int> status_ = 0;
};

}  // namespace

Result<int> run_repeatedly(const RawOptions& raw) {
  auto options = interpret(raw);
  if (!options) return tl::unexpected(options.error());
  if (!options->raised_timeout.empty()) {
    complain("mylsof", "WARNING: -S time (" + options->raised_timeout + ") changed to 2");
  }
  if (options->repeat.on || options->watch || options->report == Report::kLeaks) return Repeater(raw, *options).run();
  Rounds once;
  const auto outcome = run(std::move(*options), once);
  if (!outcome) return tl::unexpected(outcome.error());
  return outcome->status;
}

}  // namespace nd::lsof
