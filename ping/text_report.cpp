#include "ping/text_report.h"

#include <fmt/core.h>

#include <cstring>
#include <ctime>

#include "common/base/escape.h"
#include "ping/icmp_text.h"
#include "ping/ip_options.h"
#include "ping/statistics_text.h"

namespace nd::ping {
namespace {

constexpr char kTool[] = "myping";

std::int64_t microseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

template <typename... Args>
void put(TextBuffer& out, fmt::format_string<Args...> format, Args&&... args) {
  out.put(fmt::vformat(format, fmt::make_format_args(args...)));
}

// Four significant digits or so: rounded half up where a decimal is dropped.
void put_rtt(TextBuffer& out, std::int64_t us) {
  if (us >= 100000 - 50) {
    put(out, " time={} ms", (us + 500) / 1000);
  } else if (us >= 10000 - 5) {
    put(out, " time={}.{:01} ms", (us + 50) / 1000, (us + 50) % 1000 / 100);
  } else if (us >= 1000) {
    put(out, " time={}.{:02} ms", (us + 5) / 1000, (us + 5) % 1000 / 10);
  } else {
    put(out, " time={}.{:03} ms", us / 1000, us % 1000);
  }
}

// iputils shows the rest of the payload below the first wrong byte, 32 bytes a line.
void put_wrong_data(TextBuffer& out, const WrongByte& wrong, Bytes payload) {
  put(out, "\nwrong data byte #{} should be 0x{:x} but was 0x{:x}", wrong.offset, wrong.expected, wrong.found);
  for (std::size_t i = sizeof(Cookie); i < payload.size(); ++i) {
    if (i % 32 == sizeof(Cookie)) put(out, "\n#{}\t", i);
    put(out, "{:x} ", payload[i]);
  }
}

// "2026-11-22T10:11:12.123456Z".
void append_rfc3339(TextBuffer& out, std::chrono::nanoseconds since_epoch) {
  const auto us = microseconds(since_epoch);
  const std::time_t seconds = us / 1000000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  out.dec(utc.tm_year + 1900, 4, '0').put('-').dec(utc.tm_mon + 1, 2, '0').put('-').dec(utc.tm_mday, 2, '0');
  out.put('T').dec(utc.tm_hour, 2, '0').put(':').dec(utc.tm_min, 2, '0').put(':').dec(utc.tm_sec, 2, '0');
  out.put('.').dec(us % 1000000, 6, '0').put('Z');
}

void put_milliseconds(TextBuffer& out, std::int64_t us) { append_milliseconds(out, us); }

void put_figures(TextBuffer& out, const FiguresReport& summary) {
  const EchoSession& session = summary.session;
  const SessionCounts& counts = session.counts();
  const RttSummary& rtts = session.rtts();
  std::string_view comma;
  if (counts.received > 0 && summary.timed) {
    out.put("rtt min/avg/max/mdev = ");
    put_milliseconds(out, rtts.min()), out.put('/');
    put_milliseconds(out, rtts.average()), out.put('/');
    put_milliseconds(out, rtts.max()), out.put('/');
    put_milliseconds(out, rtts.deviation()), out.put(" ms");
    comma = ", ";
  }
  if (counts.pipe > 1) {
    put(out, "{}pipe {}", comma, counts.pipe);
    comma = ", ";
  }
  if (counts.received > 0 && summary.show_pace && counts.transmitted > 1) {
    const std::int64_t gap = microseconds(session.span()) / static_cast<std::int64_t>(counts.transmitted - 1);
    put(out, "{}ipg/ewma ", comma);
    put_milliseconds(out, gap), out.put('/');
    put_milliseconds(out, rtts.moving_average()), out.put(" ms");
  }
  out.put('\n');
}

}  // namespace

TextReport::TextReport(OutputBuffer& out, HostNames* names, const ScopeNames& scopes, const Options& options)
    : out_(out), lines_(out, names, scopes), scopes_(scopes), options_(options) {}

void TextReport::start(const StartReport& start) {
  const Target& target = start.target;
  multicast_ = target.address.is_multicast();
  raw_ = start.raw;
  host_ = target.shown();
  family_ = target.address.family();
  TextBuffer& line = lines_.text();
  if (options_.pattern_given && !options_.quiet) {
    line.put("PATTERN: 0x");
    for (const std::uint8_t byte : options_.pattern) line.hex(byte, 2);
    line.put('\n');
  }
  line.put("PING ");
  append_escaped(line, target.shown());
  if (target.address.is_v4()) {
    line.put(" (").put(numeric_text(target.address, scopes_)).put(") ");
  } else {
    line.put('('), lines_.address(target.found), line.put(") ");
    if (start.flow_label) put(line, ", flow 0x{:05x}, ", *start.flow_label);
  }
  if (start.show_source) {
    line.put("from ").put(numeric_text(start.source, scopes_)).put(' ');
    append_escaped(line, start.device);
    line.put(": ");
  }
  if (target.address.is_v4()) {
    put(line, "{}({}) bytes of data.\n", start.size, start.size + 8 + start.ip_options + 20);
  } else {
    put(line, "{} data bytes\n", start.size);
  }
  lines_.end_line();
}

void TextReport::put_time_prefix(TextBuffer& out) const {
  if (options_.line_time == LineTime::kNone) return;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  if (options_.line_time == LineTime::kIso) {
    append_rfc3339(out.put('['), now), out.put("] ");
    return;
  }
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  put(out, "[{}.{:06}] ", us / 1000000, us % 1000000);
}

void TextReport::put_mark(std::string_view mark) {
  out_.text().put(mark);
  static_cast<void>(out_.flush());
}

void TextReport::sent(std::uint64_t) {
  if (options_.flood && !silent()) put_mark(".");
}

void TextReport::put_reply_suffixes(TextBuffer& line, const ReplyReport& reply) const {
  if (reply.verdict.rtt && timed() && reply.bytes >= IcmpHeader::kSize + sizeof(Cookie)) {
    put_rtt(line, microseconds(reply.verdict.rtt->time));
  }
  switch (reply.verdict.kind) {
    case ReplyKind::kDuplicate:
      if (!multicast_ || options_.verbose) line.put(" (DUP!)");
      break;
    case ReplyKind::kBadChecksum:
      line.put(" (BAD CHECKSUM!)");
      break;
    case ReplyKind::kWrongSource:
      line.put(" (DIFFERENT ADDRESS!)");
      break;
    case ReplyKind::kWrongCookie:
      line.put(" (WRONG COOKIE!)");
      break;
    case ReplyKind::kNotSent:
      line.put(" (NOT SENT!)");
      break;
    case ReplyKind::kCounted:
      break;
  }
  if (reply.wrong_byte) put_wrong_data(line, *reply.wrong_byte, reply.payload);
}

void TextReport::reply(const ReplyReport& reply) {
  replied_ = true;
  if (silent()) return;
  if (options_.flood) {
    const ReplyKind kind = reply.verdict.kind;
    if (kind == ReplyKind::kBadChecksum) put_mark("\bC");
    if (kind == ReplyKind::kCounted || kind == ReplyKind::kDuplicate) put_mark("\b \b");
    if (options_.audible) put_mark("\a");
    return;
  }
  TextBuffer& line = lines_.text();
  put_time_prefix(line);
  put(line, "{} bytes from ", reply.bytes);
  lines_.address(reply.from);
  put(line, ": icmp_seq={}", reply.sequence);
  if (options_.verbose && (raw_ || options_.ident)) put(line, " ident={}", reply.ident);
  if (reply.ttl) put(line, " ttl={}", *reply.ttl);
  if (reply.truncated) {
    line.put(" (truncated)\n");
  } else {
    put_reply_suffixes(line, reply);
    if (options_.audible) line.put('\a');
    append_ip_options(lines_, reply.ip_options, last_route_);
    line.put('\n');
  }
  lines_.end_line();
}

void TextReport::icmp_error(const IcmpErrorReport& error) {
  if (silent()) return;
  if (options_.flood) {
    if (!error.notice) put_mark("\bE");
    return;
  }
  TextBuffer& line = lines_.text();
  put_time_prefix(line);
  line.put("From "), lines_.address(error.from);
  put(line, "{} icmp_seq={} ", error.notice ? ":" : "", error.sequence);
  append_icmp_text(line, error.family, error.type, error.code, error.info);
  line.put('\n');
  lines_.end_line();
}

void TextReport::complain_after_output(const std::string& message) {
  static_cast<void>(out_.flush());
  complain(kTool, message);
}

void TextReport::local_error(const LocalErrorReport& error) {
  if (silent()) return;
  if (options_.flood) return put_mark("E");
  const std::string_view step = error.queued ? "local error: " : "sendmsg: ";
  if (error.queued && error.code == EMSGSIZE) {
    const std::string_view separator = family_ == Family::kIpv6 ? ": " : "=";
    return complain_after_output(fmt::format("local error: message too long, mtu{}{}", separator, error.mtu));
  }
  // The peer hides what the kernel says to a probe. What a firewall or a full queue does to single probes has to be
  // seen; of other reasons the verdict tells, unless there were replies and it stays away.
  const bool own_doing = error.code == EPERM || error.code == EACCES || error.code == ENOBUFS;
  if (!error.queued && !own_doing && !replied_) return;
  complain_after_output(std::string(step) + std::strerror(error.code));
}

void TextReport::no_answer_yet(std::uint64_t index) {
  if (options_.changes || options_.graph) return;
  TextBuffer& line = lines_.text();
  put_time_prefix(line);
  put(line, "no answer yet for icmp_seq={}\n", index % 65536);
  lines_.end_line();
}

void TextReport::status(const EchoSession& session) {
  const SessionCounts& counts = session.counts();
  const RttSummary& rtts = session.rtts();
  TextBuffer line;
  const std::uint64_t lost = counts.transmitted - counts.received;
  put(line, "\r{}/{} packets, {}% loss", counts.transmitted, counts.received,
      counts.transmitted == 0 ? 0 : lost * 100 / counts.transmitted);
  if (counts.received > 0 && timed()) {
    line.put(", min/avg/ewma/max = ");
    put_milliseconds(line, rtts.min()), line.put('/');
    put_milliseconds(line, rtts.average()), line.put('/');
    put_milliseconds(line, rtts.moving_average()), line.put('/');
    put_milliseconds(line, rtts.max()), line.put(" ms");
  }
  line.put('\n');
  static_cast<void>(out_.flush());
  static_cast<void>(write_all(2, line.view(), "standard error"));
}

void TextReport::progress(const EchoSession& session) {
  TextBuffer& line = lines_.text();
  put_time_prefix(line);
  append_report(line, session);
  lines_.end_line();
}

void TextReport::changed(const ChangeReport& change) {
  if (!options_.changes) return;
  TextBuffer& line = lines_.text();
  put_time_prefix(line);
  append_escaped(line, host_);
  line.put(change.up ? " is up" : " is down").put(" (icmp_seq=").dec(change.index % 65536).put(')');
  if (change.lasted) {
    line.put(change.up ? ", was down for " : ", was up for ");
    append_milliseconds(line, std::chrono::duration_cast<std::chrono::milliseconds>(*change.lasted).count());
    line.put(" s");
  }
  line.put('\n');
  lines_.end_line();
}

void TextReport::figures(const FiguresReport& summary) {
  const SessionCounts& counts = summary.session.counts();
  TextBuffer& out = out_.text();
  out.put("\n--- ");
  append_escaped(out, summary.target.shown());
  put(out, " ping statistics ---\n{} packets transmitted, {} received", counts.transmitted, counts.received);
  if (counts.duplicates > 0) put(out, ", +{} duplicates", counts.duplicates);
  if (counts.corrupted > 0) put(out, ", +{} corrupted", counts.corrupted);
  if (counts.errors > 0) put(out, ", +{} errors", counts.errors);
  if (counts.transmitted > 0) {
    const double lost = static_cast<double>(counts.transmitted) - static_cast<double>(counts.received);
    const auto loss = static_cast<float>(lost * 100 / static_cast<double>(counts.transmitted));
    put(out, ", {:.6g}% packet loss, time {}ms", loss, microseconds(summary.session.span()) / 1000);
  }
  out.put('\n');
  put_figures(out, summary);
  if (options_.stats) append_statistics(out, summary.session.distribution());
  static_cast<void>(out_.flush());  // a failure is kept, for whoever flushes last
}

void TextReport::summary(const SummaryReport& summary) {
  TextBuffer& out = out_.text();
  if (summary.path != nullptr) append_explanation(out, *summary.path);
  if (summary.hops != nullptr) append_trace(out, *summary.hops, scopes_);
  static_cast<void>(out_.flush());
  if (summary.verdict) complain(kTool, summary.verdict->text);
}

}  // namespace nd::ping
