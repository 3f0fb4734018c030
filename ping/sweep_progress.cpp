#include "ping/sweep_progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "common/sys/output.h"

namespace nd::ping {
namespace {

constexpr std::chrono::milliseconds kPeriod{250};

// Nobody waits longer, and a whole IPv6 network takes more seconds than an integer holds.
constexpr double kLongest = 100.0 * 3600;

void append_clock(TextBuffer& out, double seconds) {
  if (!(seconds < kLongest)) {
    out.put("more than 100 hours");
    return;
  }
  const auto left = static_cast<std::int64_t>(seconds + 0.5);
  if (left >= 3600) out.dec(left / 3600).put(':');
  out.dec(left / 60 % 60, 2, '0').put(':').dec(left % 60, 2, '0');
}

std::size_t screen_width() {
  winsize size{};
  return ::ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

double seconds_between(MonotonicTime from, MonotonicTime to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

void append_count(TextBuffer& out, double targets) {
  constexpr double kExact = 1e15;
  if (targets < kExact) {
    out.dec(static_cast<std::uint64_t>(std::max(0.0, targets)));
    return;
  }
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, targets, std::chars_format::scientific, 2);
  out.put(std::string_view(digits, static_cast<std::size_t>(end.ptr - digits)));
}

void append_progress(TextBuffer& out, const SweepCounts& counts, double total, double rate, double seconds,
                     std::size_t columns) {
  const std::size_t start = out.size();
  std::size_t kept = start;
  const auto fits = [&] {
    const bool does = out.size() - start <= columns;
    if (does) kept = out.size();
    out.truncate(kept);
    return does;
  };
  const double done = static_cast<double>(counts.alive + counts.unreachable);
  out.dec(counts.alive + counts.unreachable).put(" of "), append_count(out, total), out.put(" done");
  if (!fits()) return;
  out.put(", ").dec(counts.alive).put(" alive");
  if (!fits()) return;
  out.put(", "), append_count(out, rate), out.put(" packets/s");
  if (!fits() || done <= 0) return;
  out.put(", "), append_clock(out, std::max(0.0, total - done) * seconds / done), out.put(" left");
  static_cast<void>(fits());
}

SweepProgress::SweepProgress(double total, MonotonicTime start)
    : total_(total), start_(start), next_(::isatty(2) == 1 ? start + kPeriod : MonotonicTime::max()), last_(start) {}

// What the kernel had no room for is taken back, so there may be fewer than the last time.
double SweepProgress::rate_since_last(const SweepCounts& counts, MonotonicTime now) const {
  const double sent = static_cast<double>(counts.sent) - static_cast<double>(last_sent_);
  return std::max(0.0, sent) / std::max(0.001, seconds_between(last_, now));
}

void SweepProgress::draw(const SweepCounts& counts, MonotonicTime now) {
  TextBuffer line(128);
  line.put('\r');
  append_progress(line, counts, total_, rate_since_last(counts, now), seconds_between(start_, now), screen_width() - 1);
  line.put("\x1b[K");
  static_cast<void>(write_all(2, line.view(), "standard error"));
  shown_ = true;
  last_ = now;
  last_sent_ = counts.sent;
  next_ = now + kPeriod;
}

void SweepProgress::tell(const SweepCounts& counts, MonotonicTime now) {
  clear();
  const double seconds = seconds_between(start_, now);
  TextBuffer line(128);
  const double rate = static_cast<double>(counts.sent) / std::max(0.001, seconds);
  append_progress(line, counts, total_, rate, seconds, std::string_view::npos);
  line.put('\n');
  static_cast<void>(write_all(2, line.view(), "standard error"));
}

void SweepProgress::clear() {
  if (!shown_) return;
  static_cast<void>(write_all(2, "\r\x1b[K", "standard error"));
  shown_ = false;
}

}  // namespace nd::ping
