#include "ping/sweep_progress.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "common/sys/output.h"

namespace nd::ping {
namespace {

constexpr std::chrono::milliseconds kPeriod{250};

void append_clock(TextBuffer& out, double seconds) {
  const auto left = static_cast<std::int64_t>(seconds + 0.5);
  if (left >= 3600) out.dec(left / 3600).put(':');
  out.dec(left / 60 % 60, 2, '0').put(':').dec(left % 60, 2, '0');
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

SweepProgress::SweepProgress(double total, MonotonicTime start)
    : total_(total), start_(start), next_(::isatty(2) == 1 ? start + kPeriod : MonotonicTime::max()), last_(start) {}

void SweepProgress::draw(const SweepCounts& counts, MonotonicTime now) {
  const double done = static_cast<double>(counts.alive + counts.unreachable);
  const double rate = static_cast<double>(counts.sent - last_sent_) / std::max(0.001, seconds_between(last_, now));
  TextBuffer line(128);
  line.put('\r').dec(counts.alive + counts.unreachable).put(" of ").dec(static_cast<std::uint64_t>(total_));
  line.put(" done, ").dec(counts.alive).put(" alive, ").dec(static_cast<std::uint64_t>(rate)).put(" packets/s");
  if (done > 0) {
    line.put(", ");
    append_clock(line, std::max(0.0, total_ - done) * seconds_between(start_, now) / done);
    line.put(" left");
  }
  line.put("\x1b[K");
  static_cast<void>(write_all(2, line.view(), "standard error"));
  shown_ = true;
  last_ = now;
  last_sent_ = counts.sent;
  next_ = now + kPeriod;
}

void SweepProgress::clear() {
  if (!shown_) return;
  static_cast<void>(write_all(2, "\r\x1b[K", "standard error"));
  shown_ = false;
}

}  // namespace nd::ping
