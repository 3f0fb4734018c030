#include "ping/graph_report.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "ping/statistics_text.h"

namespace nd::ping {
namespace {

constexpr std::size_t kFigures = 32;  // columns behind the chart, as a rule
constexpr std::size_t kLeastChart = 10;
constexpr std::array<std::string_view, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view kAscii = "_.-=+*%#";

std::size_t screen_width() {
  winsize size{};
  return ::ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::size_t chart_width() {
  const std::size_t columns = screen_width();
  return columns > kFigures + kLeastChart ? columns - kFigures : kLeastChart;
}

}  // namespace

bool locale_has_unicode() {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    std::string name(value);
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return name.find("utf-8") != std::string::npos || name.find("utf8") != std::string::npos;
  }
  return false;
}

GraphReport::GraphReport(OutputBuffer& out, HostNames* names, const ScopeNames& scopes, const Options& options)
    : TextReport(out, names, scopes, options), terminal_(::isatty(1) == 1), unicode_(locale_has_unicode()) {}

GraphReport::Probe* GraphReport::find(std::uint64_t index) {
  return index < first_ || index - first_ >= probes_.size() ? nullptr : &probes_[index - first_];
}

// A terminal shows the latest; a line of its own is made of what is known, so it ends where a probe is still waited
// for.
void GraphReport::trim(std::size_t width) {
  if (terminal_) {
    for (; probes_.size() > width; ++first_) probes_.pop_front();
    return;
  }
  const auto end = probes_.begin() + static_cast<std::ptrdiff_t>(std::min(width, probes_.size()));
  const bool known = std::none_of(probes_.begin(), end, [](const Probe& p) { return p.state == State::kWaiting; });
  if (probes_.size() >= width && known) end_strip();
}

std::size_t GraphReport::shown() const { return terminal_ ? probes_.size() : std::min(probes_.size(), chart_width()); }

std::int64_t GraphReport::top() const {
  std::int64_t most = 1;
  for (std::size_t i = 0; i < shown(); ++i) {
    if (probes_[i].state == State::kAnswered) most = std::max(most, probes_[i].us);
  }
  return most;
}

void GraphReport::append_figures(TextBuffer& out) const {
  std::int64_t last = -1;
  std::size_t lost = 0;
  for (std::size_t i = 0; i < shown(); ++i) {
    if (probes_[i].state == State::kAnswered) last = probes_[i].us;
    lost += probes_[i].state == State::kLost;
  }
  if (last >= 0) {
    out.put(' '), append_milliseconds(out, last);
    out.put(" ms, top "), append_milliseconds(out, top()), out.put(" ms");
  }
  if (lost > 0) out.put(", ").dec(lost).put(" lost");
}

void GraphReport::append_chart(TextBuffer& out) const {
  const std::int64_t most = top();
  for (std::size_t i = 0, end = shown(); i < end; ++i) {
    const Probe& probe = probes_[i];
    const auto level = static_cast<std::size_t>(std::min<std::int64_t>(probe.us * 8 / (most + 1), 7));
    if (probe.state == State::kAnswered && unicode_) out.put(kBlocks[level]);
    if (probe.state == State::kAnswered && !unicode_) out.put(kAscii[level]);
    if (probe.state == State::kLost) out.put(unicode_ ? std::string_view("✗") : std::string_view("X"));
    if (probe.state == State::kWaiting) out.put(' ');
  }
}

// What is wider than the screen would wrap, and the next line be drawn below it: the chart gives way to its figures,
// and these to a chart on a narrow screen.
void GraphReport::draw() {
  trim(chart_width());
  if (!terminal_) return;
  const std::size_t columns = screen_width();
  TextBuffer figures(64);
  append_figures(figures);
  const bool fits = figures.size() + kLeastChart < columns;
  trim(fits ? columns - figures.size() - 1 : columns - 1);
  TextBuffer& out = output().text();
  out.put('\r');
  append_chart(out);
  if (fits) append_figures(out);
  out.put("\x1b[K");
  static_cast<void>(output().flush());
}

// Prints what the line holds and begins another.
void GraphReport::end_strip() {
  TextBuffer& out = output().text();
  if (!probes_.empty() && !terminal_) append_chart(out), append_figures(out), out.put('\n');
  const std::size_t done = terminal_ ? 0 : std::min(probes_.size(), chart_width());
  probes_.erase(probes_.begin(), probes_.begin() + static_cast<std::ptrdiff_t>(done));
  first_ += done;
  static_cast<void>(output().flush());
}

void GraphReport::open_column(std::uint64_t index) {
  if (probes_.empty()) first_ = index;
  if (index >= first_ + probes_.size()) probes_.resize(index - first_ + 1);
}

void GraphReport::sent(std::uint64_t index) {
  open_column(index);
  draw();
}

void GraphReport::local_error(const LocalErrorReport& error) {
  TextReport::local_error(error);
  open_column(error.index);
  mark_lost(error.index);
}

void GraphReport::reply(const ReplyReport& reply) {
  TextReport::reply(reply);
  if (reply.verdict.kind != ReplyKind::kCounted) return;
  if (Probe* probe = find(reply.verdict.index)) {
    probe->state = State::kAnswered;
    probe->us = std::chrono::duration_cast<std::chrono::microseconds>(reply.verdict.rtt->time).count();
    draw();
  }
}

void GraphReport::mark_lost(std::uint64_t index) {
  Probe* probe = find(index);
  if (probe == nullptr || probe->state != State::kWaiting) return;
  probe->state = State::kLost;
  draw();
}

void GraphReport::icmp_error(const IcmpErrorReport& error) {
  TextReport::icmp_error(error);
  if (!error.notice) mark_lost(error.index);
}

void GraphReport::lost(std::uint64_t index) { mark_lost(index); }

// Above the chart, not behind it.
void GraphReport::changed(const ChangeReport& change) {
  if (terminal_) output().text().put("\r\x1b[K");
  TextReport::changed(change);
  if (terminal_) draw();
}

void GraphReport::status(const EchoSession& session) {
  if (terminal_) output().text().put("\r\x1b[K");
  TextReport::status(session);
  if (terminal_) draw();
}

void GraphReport::progress(const EchoSession& session) {
  if (terminal_) output().text().put('\n');
  TextReport::progress(session);
}

void GraphReport::figures(const FiguresReport& figures) {
  if (terminal_) {
    output().text().put('\n');
  } else {
    while (!probes_.empty()) end_strip();
  }
  TextReport::figures(figures);
}

}  // namespace nd::ping
